"""Show the worst leaks as a picture: the two images of each side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from augcli.errors import SourceProblem
from augcli.figures.cells import Cell, Section
from augcli.figures.open_image import read_image
from augcli.figures.sheet import Sheet
from augcli.imaging.image import Frame
from augcli.leaks.check import Leak

MOST_SHOWN = 24
"""How many pairs a sheet shows at most."""

_PAIRS_IN_A_ROW = 3
_CELL = Frame(200, 200)  # pixels


def leak_sheet(leaks: Sequence[Leak], title: str) -> Sheet:
    """Return a sheet of the first leaks. Images that can't be read any more are left out."""
    sections = []
    for leak in leaks:
        try:
            cells = _cell(leak, 0), _cell(leak, 1)
        except SourceProblem:
            continue
        sections.append(Section(_what(leak), cells))
        if len(sections) == MOST_SHOWN:
            break
    shown = f"{len(sections)} of {len(leaks)} pairs, the worst first"
    return Sheet(title, sections, 2 * _PAIRS_IN_A_ROW, _CELL, facts=(shown,))


def _what(leak: Leak) -> str:
    words = {"exact": "exact copy", "source": "one source", "near-duplicate": "near duplicate"}
    score = f" {leak.score:.2f}" if leak.score and leak.score < 1 else ""
    labels = f", two labels: {leak.labels[0]} and {leak.labels[1]}" if leak.two_labels else ""
    return f"{words[leak.kind]}{score}{labels}"


def _cell(leak: Leak, which: int) -> Cell:
    path: Path = (leak.a, leak.b)[which]
    image = read_image(path, path.name).image
    folder = leak.folders[which]
    return Cell((folder.name, path.relative_to(folder).as_posix()), [], image)
