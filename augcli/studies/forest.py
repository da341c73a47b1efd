"""Draw the effects of a study as a forest plot."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from augcli.figures.draw import drawing_defaults
from augcli.studies.points import points
from augcli.studies.report import caveats, headline, warnings, words
from augcli.studies.study import Row, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {
    "helps": "#0072b2",
    "hurts": "#d55e00",
}  # Okabe and Ito's: safe for colour-blind eyes
_MARKS = {"helps": ">", "hurts": "<"}
_HEADS = {"alone": "Alone", "together": "All together", "added": "Added to the others"}
_FAINT = "#6b6b6b"
_WIDTH, _LINE = 9.0, 0.3  # inches: of the figure, and of a row
_WRAP = 150  # characters in a line of the caveats


def forest(found: Study, *, bare: bool = False) -> Figure:
    """Return the figure: a row for each comparison, with a zero line.

    Above it are the headline and the warnings, and below the caveats; if ``bare``, neither.
    """
    above = [] if bare else [headline(found), *warnings(found)]
    notes = [] if bare else list(caveats(found))
    with drawing_defaults():
        from matplotlib.figure import Figure

        below = [line for text in notes for line in textwrap.wrap(text, _WRAP)]
        places = _places(found.rows)
        rows = _LINE * (places[-1] + 2 if places else 3)
        top, bottom = 0.25 * len(above) + 0.2, 0.17 * len(below) + 0.75
        height = top + rows + bottom
        figure = Figure(figsize=(_WIDTH, height), dpi=130)
        axes = figure.add_axes((0.22, bottom / height, 0.42, rows / height))
        axes.axvline(0, color="black", linewidth=0.8)
        for place, row in zip(places, found.rows, strict=True):
            _draw(axes, place, found, row)
        _label(axes, found, places)
        for line, text in enumerate(above):
            weight = "bold" if line else "normal"
            place = 1 - (0.3 + 0.25 * line) / height
            figure.text(0.02, place, text, fontsize=10 - bool(line), fontweight=weight)
        figure.text(0.02, 0.1 / height, "\n".join(below), fontsize=7.5, color=_FAINT)
    return figure


def as_png(found: Study, *, bare: bool = False) -> bytes:
    """Return the figure as the bytes of a PNG."""
    stream = io.BytesIO()
    figure = forest(found, bare=bare)
    with drawing_defaults():
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


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
    firsts: dict[str, float] = {}
    for place, row in zip(places, found.rows, strict=True):
        firsts.setdefault(row.block, place)
    heads = [(place - 0.85, _HEADS[block]) for block, place in firsts.items()]
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
