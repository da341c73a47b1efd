"""Draw the effects of a study as a forest plot."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from augcli.figures.draw import drawing_defaults
from augcli.studies.advice import doubt
from augcli.studies.arms import Block
from augcli.studies.points import points
from augcli.studies.report import HEADS, caveats, headline, warnings, words
from augcli.studies.study import Row, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's: safe for colour-blind eyes.
_COLOURS = {"helps": "#0072b2", "hurts": "#d55e00"}
_MARKS = {"helps": ">", "hurts": "<"}
_FAINT = "#6b6b6b"
_PLOT, _RIGHT = 3.8, 3.2  # inches: the width of the plot, and of what is said of each row
_LETTER = 0.088  # inches: of a bold letter of the names, which are to the left
_ROW, _HEAD, _NOTE = 0.3, 0.25, 0.17  # inches: the heights of a row, and of lines above and below
_IN_HEAD, _IN_NOTE = 105, 150  # characters in these lines


def forest(found: Study, *, bare: bool = False) -> Figure:
    """Return the figure: a row for each comparison, with a zero line.

    Above it are the headline and the warnings, and below the caveats; if ``bare``, neither.
    """
    heads = [] if bare else _wrapped([headline(found), *warnings(found), doubt(found)], _IN_HEAD)
    notes = [] if bare else _wrapped(caveats(found), _IN_NOTE)
    places = _places(found.rows)
    names = [*(HEADS[row.block] for row in found.rows), *(row.step for row in found.rows)]
    left = 0.3 + _LETTER * max(map(len, names), default=0)
    width = left + _PLOT + _RIGHT
    top, bottom = _HEAD * len(heads) + 0.2, _NOTE * len(notes) + 0.75
    rows = _ROW * (places[-1] + 2 if places else 3)
    height = top + rows + bottom
    with drawing_defaults():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width, height), dpi=130)
        box = (left / width, bottom / height, _PLOT / width, rows / height)
        axes = figure.add_axes(box)
        axes.axvline(0, color="black", linewidth=0.8)
        for place, row in zip(places, found.rows, strict=True):
            _draw(axes, place, found, row)
        _label(axes, found, places)
        for line, text in enumerate(heads):
            weight = "bold" if line else "normal"
            place = 1 - (0.3 + _HEAD * line) / height
            figure.text(0.2 / width, place, text, fontsize=9, fontweight=weight)
        said = "\n".join(notes)
        figure.text(0.2 / width, 0.1 / height, said, fontsize=7.5, color=_FAINT)
    return figure


def _wrapped(texts: Iterable[str], most: int) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, most)]


def _places(rows: list[Row]) -> list[float]:
    """Return the height of each row, from the top: blocks stand apart."""
    place, block, places = 0.0, "", []
    for row in rows:
        if row.block != block:
            block = row.block
            place += 1.5
        places.append(place)
        place += 1
    return places


def _draw(axes: Axes, place: float, found: Study, row: Row) -> None:
    effect, said = row.effect, found.verdict(row)
    colour = _COLOURS.get(said, _FAINT)
    thin, thick = (effect.low, effect.high), (effect.low_alone, effect.high_alone)
    for ends, width in ((thin, 1.0), (thick, 3.0)):
        axes.plot([100 * end for end in ends], [place] * 2, color=colour, linewidth=width)
    mark, size = (_MARKS[said], 10) if said in _MARKS else ("o", 7)
    axes.plot(100 * effect.change, place, mark, color=colour, markersize=size)
    text = f"{points(effect.change)}  {words(found, row)}"
    axes.annotate(
        text,
        (1.02, place),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=9,
        color=colour,
        annotation_clip=False,
    )


def _label(axes: Axes, found: Study, places: list[float]) -> None:
    firsts: dict[Block, float] = {}
    for place, row in zip(places, found.rows, strict=True):
        firsts.setdefault(row.block, place)
    heads = [(place - 0.85, HEADS[block]) for block, place in firsts.items()]
    axes.set_yticks(
        [*places, *(place for place, _ in heads)],
        [*(row.step for row in found.rows), *(text for _, text in heads)],
        fontsize=9,
    )
    for label in axes.get_yticklabels()[len(places) :]:
        label.set_fontweight("bold")
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8)
    axes.set_ylim((places[-1] if places else 0) + 0.8, 0)
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    what = "accuracy" if found.metric == "accuracy" else "macro-F1"
    axes.set_xlabel(
        f"change in held-out {what}, points\n"
        "95 %: thick for the row alone, thin for all rows together",
        fontsize=8,
    )
