"""Reading the captions of a preview back, to compare them with recipes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from .running import Record

ALL_TEN = ["--rotation", "25", "--width-shift", "0.1", "--height-shift", "-8px,8px"]
ALL_TEN += ["--shear", "10", "--zoom", "0.2", "--horizontal-flip", "--vertical-flip"]
ALL_TEN += ["--brightness", "0.3", "--channel-shift", "20", "--contrast", "0.3"]

Said = list[tuple[str, list[tuple[float, float]]]]
"""Steps with their numbers, each with half a unit of its last digit."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def texts_of_svg(svg: str) -> list[str]:
    """Return the texts of a figure: matplotlib keeps each as a comment beside its outlines."""
    return [found.replace("- -", "--") for found in re.findall(r"<!-- (.*?) -->", svg, re.DOTALL)]


def captions_of_svg(svg: str) -> dict[int, Said]:
    """Return what each numbered cell says."""
    captions: dict[int, list[str]] = {}
    number = 0
    for text in texts_of_svg(svg):
        if found := re.match(r"#(\d+)", text):
            number = int(found[1])
            captions[number] = []
        elif number and text.startswith("  "):  # the line above goes on
            captions[number][-1] += text
        elif number:
            captions[number].append(text)
    return {number: said(lines) for number, lines in captions.items()}


def said(lines: Iterable[str]) -> Said:
    """Take the lines of a caption apart, such as ``rotation −10.6°``, but for steps not run."""
    found: dict[str, list[tuple[float, float]]] = {}
    for line in lines:
        name, _, rest = line.partition(" ")
        if not rest.endswith("–"):
            found.setdefault(name, []).extend(_numbers(rest))
    return list(found.items())


def _numbers(text: str) -> Iterator[tuple[float, float]]:
    scale = 0.01 if "%" in text else 1
    for number in _NUMBER.finditer(text.replace("−", "-")):
        half = 0.5 * 10.0 ** (1 - len(number[1] or "."))
        yield float(number[0]) * scale, half * scale


def assert_says(caption: Said, recipe: list[Record]) -> None:
    """Check that a caption gives the values of a recipe, each rounded to what is shown."""
    wanted = [
        (step["transform"].replace("_", "-"), [v for k, v in step.items() if k != "transform"])
        for step in recipe
    ]
    assert [name for name, _ in caption] == [name for name, _ in wanted]
    for (_, numbers), (_, values) in zip(caption, wanted, strict=True):
        for (number, half), value in zip(numbers, values, strict=True):
            assert number == pytest.approx(value, abs=half * 1.001)
