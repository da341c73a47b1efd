"""Reading the captions of a preview back, to compare them with recipes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from .running import Record

ALL_TEN = ["--rotation", "25", "--width-shift", "0.1", "--height-shift", "-8px,8px"]
ALL_TEN += ["--shear", "10", "--zoom", "0.2", "--horizontal-flip", "--vertical-flip"]
ALL_TEN += ["--brightness", "0.3", "--channel-shift", "20", "--contrast", "0.3"]

Said = list[tuple[str, list[float]]]

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


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
        if number:
            captions.setdefault(number, []).append(text)
    return {number: said(", ".join(lines).split(", ")[1:]) for number, lines in captions.items()}


def said(pieces: Iterable[str]) -> Said:
    """Take pieces such as ``rotation -10.6°`` apart."""
    found = []
    for piece in pieces:
        name, _, rest = piece.strip(", ").partition(" ")
        scale = 100 if "%" in rest else 1
        found.append((name, [float(number) / scale for number in _NUMBER.findall(rest)]))
    return found


def assert_says(caption: Said, recipe: list[Record]) -> None:
    """Check that a caption gives the steps of a recipe, to three digits."""
    wanted = [
        (step["transform"].replace("_", "-"), [v for k, v in step.items() if k != "transform"])
        for step in recipe
    ]
    assert [name for name, _ in caption] == ([name for name, _ in wanted] or ["unchanged"])
    for (_, numbers), (_, values) in zip(caption, wanted, strict=False):
        assert numbers == pytest.approx(values, rel=6e-3, abs=6e-4)
