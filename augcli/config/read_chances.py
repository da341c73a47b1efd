"""Read the values of ``--chance``: ``NAME=P``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from augcli.catalogue import Transform, catalogue, find
from augcli.errors import UsageProblem


def read_chances(texts: Sequence[str], transforms: Sequence[Transform]) -> dict[str, float]:
    """Return the chance, 0 to 1, of each transform that ``texts`` name.

    ``transforms`` are those of the pipeline, which alone can have a chance.

    Raises:
        UsageProblem: a text isn't ``NAME=P``, or its transform isn't in the pipeline.
    """
    pipeline = [transform.name for transform in transforms]
    first = transforms[0].title if transforms else "rotation"
    example = f"for example: --chance {first}=0.5"
    chances: dict[str, float] = {}
    for text in texts:
        typed, number = _split(text)
        if not number and re.fullmatch(r"[\d.]+%?", typed, re.ASCII):
            raise UsageProblem(f"--chance {text}: it names no transform", f"{example[:-3]}{typed}")
        try:
            name = find(typed).name
        except UsageProblem as error:
            raise UsageProblem(f"--chance {text}: {error.problem}", error.hint) from error
        if name not in pipeline:
            raise UsageProblem(
                f"--chance {text}: {typed} is not in the pipeline",
                f"add {catalogue()[name].flag}, or leave the chance out",
            )
        if name in chances:
            raise UsageProblem(f"--chance {typed} is given twice", "give each name one chance")
        chances[name] = _probability(text, number, example)
    return chances


def _split(text: str) -> tuple[str, str]:
    """Return the name and the number of ``NAME=P`` or ``NAME:P``."""
    name, _, number = text.replace(":", "=").partition("=")
    return name.strip(), number.strip()


def _probability(text: str, number: str, example: str) -> float:
    if re.fullmatch(r"\d+(\.\d*)?%", number, re.ASCII):
        number = f"{float(number.removesuffix('%')) / 100:g}"
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", number, re.ASCII) or float(number) > 1:
        raise UsageProblem(f"--chance {text}: a chance is a number from 0 to 1", example)
    return float(number)
