"""Draw the change that each strength of a step makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from augcli.figures.draw import drawing_defaults
from augcli.studies.report import headline
from augcli.studies.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BLUE = "#0072b2"


def curve(found: Study) -> Figure:
    """Return a plot of change against strength, with the intervals of both kinds."""
    places = [row.strength for row in found.rows]
    named, *_ = (row.step.partition(" ") for row in found.rows)
    with drawing_defaults():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7, 4), dpi=130)
        axes = figure.add_axes((0.12, 0.2, 0.83, 0.66))
        axes.axhline(0, color="black", linewidth=0.8)
        for place, row in zip(places, found.rows, strict=True):
            effect = row.effect
            both = ((effect.low, effect.high, 1.0), (effect.low_alone, effect.high_alone, 3.0))
            for low, high, width in both:
                axes.plot([place] * 2, [100 * low, 100 * high], color=_BLUE, linewidth=width)
        axes.plot(places, [100 * row.effect.change for row in found.rows], "o", color=_BLUE)
        axes.set_xticks(places, [row.step.partition(" ")[2] for row in found.rows])
        axes.set_xlabel(f"--{named[0]}")
        axes.set_ylabel("change, points")
        axes.grid(axis="y", color="#dddddd")
        axes.set_axisbelow(True)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        figure.text(0.02, 0.93, headline(found), fontsize=9)
        bars = "95 %: thick for a strength alone, thin for all of them together"
        figure.text(0.02, 0.03, bars, fontsize=7.5, color="#6b6b6b")
    return figure
