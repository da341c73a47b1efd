"""Decode the pictures that a terminal is sent: sixels, and coloured half blocks."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
# The variables by which terminals are told apart.
NAMES_OF_TERMINALS = (
    *("TMUX", "STY", "TERM_PROGRAM", "KITTY_WINDOW_ID", "LC_TERMINAL", "COLORTERM", "NO_COLOR"),
)
_CUBE = (0, 95, 135, 175, 215, 255)


def decode_sixels(text: str) -> tuple[Picture, dict[int, list[float]]]:
    """Return the pixels, and the colours by their numbers."""
    found = re.search(r'\x1bP[0-9;]*q"1;1;(\d+);(\d+)(.*)\x1b\\', text, re.DOTALL)
    assert found
    width, height = int(found[1]), int(found[2])
    picture = np.full((height + 6, width, 3), np.nan)
    colours: dict[int, list[float]] = {}
    x = y = 0
    colour: list[float] = []
    tokens = re.compile(
        r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)(.)|([?-~])|([$-])|(.)", re.DOTALL
    )
    for token in tokens.finditer(found[3]):
        number, red, green, blue, chosen, times, repeated, single, move, other = token.groups()
        assert not other, f"no sixel: {other!r}"
        if number:
            colours[int(number)] = [int(part) * 2.55 for part in (red, green, blue)]
        elif chosen:
            colour = colours[int(chosen)]
        elif move:
            x, y = 0, y + 6 * (move == "-")
        else:
            count = int(times or 1)
            bits = ord(repeated or single) - 63
            for row in (row for row in range(6) if bits >> row & 1):
                assert np.isnan(picture[y + row, x : x + count]).all(), "painted twice"
                picture[y + row, x : x + count] = colour
            x += count
            assert x <= width
    assert np.isnan(picture[height:]).all()
    assert not np.isnan(picture[:height]).any()
    return np.rint(picture[:height]).astype(int), colours


def decode_blocks(text: str) -> tuple[Picture, list[str]]:
    """Return the pixels, NaN where there are none, and the lines of text."""
    rows: list[list[list[float]]] = []
    texts = []
    for line in text.splitlines():
        if "▀" not in line:
            texts += [line] if line else []
            continue
        upper, lower = [], []
        top = bottom = [np.nan] * 3
        for code, other in re.findall(r"\x1b\[([0-9;]*)m|(.)", line):
            if code == "0":
                top = bottom = [np.nan] * 3
            elif code.startswith("38;"):
                top = _colour(code[3:])
            elif code:
                assert code.startswith("48;")
                bottom = _colour(code[3:])
            elif other == "▀":
                upper.append(top)
                lower.append(bottom)
            else:
                assert other == " "
        rows += [upper, lower]
    return np.array(rows), texts


def _colour(code: str) -> list[float]:
    kind, *numbers = map(int, code.split(";"))
    if kind == 2:
        return [float(number) for number in numbers]
    (number,) = numbers
    assert (kind, 16 <= number < 256) == (5, True)
    if number >= 232:
        return [8.0 + 10 * (number - 232)] * 3
    red, green, blue = (number - 16) // 36, (number - 16) // 6 % 6, (number - 16) % 6
    return [float(_CUBE[red]), float(_CUBE[green]), float(_CUBE[blue])]
