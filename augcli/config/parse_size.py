"""Parse ``WIDTHxHEIGHT`` and ``COLUMNSxROWS``; one number ``N`` is ``NxN``."""

from __future__ import annotations

import re

from augcli.errors import BadValue
from augcli.imaging.image import Frame

LONGEST_SIDE = 16_384
"""The longest side that copies may be given, in pixels."""

_TWO_NUMBERS = re.compile(
    r"(\d{1,9})(?:px)?(?:\s*(?:[x×*,;:]|by|\s)\s*(\d{1,9})(?:px)?)?", re.ASCII
)


def parse_size(text: str) -> Frame:
    """Return the size that ``WIDTHxHEIGHT`` means, in pixels. Raises BadValue."""
    return Frame(*_parse(text, LONGEST_SIDE))


def parse_grid(text: str) -> tuple[int, int]:
    """Return the columns and rows that ``COLUMNSxROWS`` means, 1 to 20 each. Raises BadValue."""
    return _parse(text, 20)


def _parse(text: str, most: int) -> tuple[int, int]:
    found = _TWO_NUMBERS.fullmatch(text.strip("[(){}] '\"").lower())
    if not found:
        raise BadValue("write two whole numbers with an x between them")
    first, second = int(found[1]), int(found[2] or found[1])
    if not (1 <= first <= most and 1 <= second <= most):
        near = "x".join(str(min(max(number, 1), most)) for number in (first, second))
        raise BadValue(f"both numbers must be 1 to {most}", near)
    return first, second
