"""Parse ``WIDTHxHEIGHT`` and ``COLUMNSxROWS``."""

from __future__ import annotations

import re

from augcli.errors import BadValue
from augcli.imaging.image import Frame

_LONGEST_SIDE = 16_384


def parse_size(text: str) -> Frame:
    """Return the size that ``WIDTHxHEIGHT`` means, in pixels. Raises BadValue."""
    return Frame(*_parse(text, _LONGEST_SIDE))


def parse_grid(text: str) -> tuple[int, int]:
    """Return the columns and rows that ``COLUMNSxROWS`` means, 1 to 20 each. Raises BadValue."""
    return _parse(text, 20)


def _parse(text: str, most: int) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,9})x(\d{1,9})", text.strip().lower(), re.ASCII)
    if not found:
        raise BadValue("write two whole numbers with an x between them")
    first, second = int(found[1]), int(found[2])
    if not (1 <= first <= most and 1 <= second <= most):
        raise BadValue(f"both numbers must be 1 to {most}")
    return first, second
