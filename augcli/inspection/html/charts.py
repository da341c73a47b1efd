"""Draw the charts of the page by matplotlib, as SVG that takes its colours from the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from augcli.figures.html.document import as_html
from augcli.figures.matplotlib_settings import silence
from augcli.imaging.lazy import Array, np
from augcli.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colours that matplotlib draws with, and what the page has in their place, light or dark.
_INK, _LINE, _FAR = "#00aa01", "#00aa02", "#00aa03"
_FILLS = ("#00aa04", "#00aa05", "#00aa06", "#00aa07")
_ON_PAGE = {
    _INK: "currentColor",
    _LINE: "var(--line)",
    _FAR: "var(--far)",
    **{fill: f"var(--fill{number})" for number, fill in enumerate(_FILLS)},
}
_BINS = 40
_SPAN = 10_000  # times: what a logarithmic axis shows
_ROOM = 0.25  # of the axis: what the label of an end takes
_ROW = 0.24  # inches
_MARGIN = 0.06  # inches
_LETTERS = 8  # points
_INCH = 96  # CSS pixels

Caption = Callable[[float], str]


def class_bars(classes: Mapping[str, Mapping[str, int]]) -> str:
    """Draw a bar for each class, in parts for its splits, with the number of images behind it."""
    splits = list(dict.fromkeys(split for counts in classes.values() for split in counts))
    upwards = list(classes)[::-1]
    names = sorted(upwards, key=lambda name: sum(classes[name].values()))
    with _defaults():
        labels = list(map(_shortened, names))
        figure, axes = _axes(3.4, _ROW * len(names), left=max(map(_width, labels)))
        left = [0] * len(names)
        for number, split in enumerate(splits):
            counts = [classes[name].get(split, 0) for name in names]
            axes.barh(range(len(names)), counts, 0.72, left, color=_FILLS[number % len(_FILLS)])
            left = [done + more for done, more in zip(left, counts, strict=True)]
        for row, count in enumerate(left):
            axes.text(count, row, f" {count:,}", va="center", color=_INK, fontsize=_LETTERS)
        axes.set_yticks(range(len(names)), labels)
        axes.set(ylim=(-0.5, len(names) - 0.5), xlim=(0, 1.12 * max(left)), xticks=[])
        axes.spines["bottom"].set_visible(False)
        return _svg(figure, "Images in each class")


def histogram(values: Sequence[float], far: Sequence[float], caption: Caption, *, log: bool) -> str:
    """Draw how often values occur; ``far`` are those that stand out, and have another colour.

    ``caption`` writes a value for the axis. With ``log`` the axis is logarithmic.
    """
    with _defaults():
        figure, axes = _axes(3.2, 1.2, below=_ROW)
        log = log and min(values) < max(values)
        edges = _edges(min(values), max(values), log=log)
        _bins(axes, edges, values, _FILLS[0])
        _bins(axes, edges, far, _FAR)
        if log:
            axes.set_xscale("log")
            axes.minorticks_off()
        axes.set(xlim=(edges[0], edges[-1]))
        _label(axes, sorted(values), caption)
        return _svg(figure, f"From {caption(min(values))} to {caption(max(values))}")


def _edges(least: float, most: float, *, log: bool) -> Array:
    """Return the edges of the bins. On a logarithmic axis zero is a ten-thousandth of the most."""
    if least == most:
        return np.linspace(least - 1, most + 1, _BINS)  # one bin in the middle
    if log:
        return np.geomspace(max(least, most / _SPAN), most, _BINS + 1)
    return np.linspace(least, most, _BINS + 1)


def _bins(axes: Axes, edges: Array, values: Sequence[float], colour: str) -> None:
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    axes.bar(edges[:-1], counts, np.diff(edges), align="edge", color=colour, linewidth=0)


def _label(axes: Axes, values: Sequence[float], caption: Caption) -> None:
    """Label the ends of the axis, and the median where there is room for it."""
    left, right = axes.get_xlim()
    ends = [(left, values[0], "left"), (right, values[-1], "right")]
    middle = values[len(values) // 2]
    place = axes.transAxes.inverted().transform(axes.transData.transform((max(middle, left), 0)))[0]
    if values[0] == values[-1]:
        ends = [(middle, middle, "center")]
    elif _ROOM < place < 1 - _ROOM:
        ends.insert(1, (middle, middle, "center"))
    axes.set_xticks([at for at, _, _ in ends], [caption(value) for _, value, _ in ends])
    for text, (_, _, side) in zip(axes.get_xticklabels(), ends, strict=True):
        text.set_horizontalalignment(cast("Any", side))
    axes.set_yticks([])


def _axes(width: float, height: float, left: float = 0, below: float = 0) -> tuple[Figure, Axes]:
    """Return axes of a size in inches, without a frame, and their figure.

    ``left`` and ``below`` is the room for labels. matplotlib's own layout takes most of the time of
    a chart, and measures letters that the page doesn't have.
    """
    from matplotlib.figure import Figure

    whole = left + width + 2 * _MARGIN, below + height + 2 * _MARGIN
    figure = Figure(figsize=whole)
    x, y = (left + _MARGIN) / whole[0], (below + _MARGIN) / whole[1]
    axes = figure.add_axes((x, y, width / whole[0], height / whole[1]))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_LINE)
    axes.tick_params(length=0, labelsize=_LETTERS, labelcolor=_INK)
    return figure, axes


def _svg(figure: Figure, label: str) -> str:
    """Return a figure as an element of a page: without ids, styles and colours of its own."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    drawn = stream.getvalue()
    (box,) = re.findall(r'viewBox="([^"]*)"', drawn)
    body = drawn[drawn.index(">", drawn.index("<svg")) + 1 :]
    body = re.sub(r"(?s)<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", body)
    body = re.sub(r' (id|clip-path)="[^"]*"|(?s:<clipPath.*?</clipPath>)', "", body)
    body = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), body)
    for colour, on_page in _ON_PAGE.items():
        body = body.replace(colour, on_page)
    body = re.sub(r"<defs>\s*</defs>", "", body)
    width = float(box.split()[2]) / 72 * _INCH
    return (
        f'<svg class="chart" role="img" aria-label="{as_html(label)}" viewBox="{box}" '
        f'width="{width:.0f}">{body}'
    )


def _attributes(style: str) -> str:
    """Return declarations of CSS as attributes: the policy of the page forbids styles in elements.

    The font is the page's, and so is not among them.
    """
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    kept = {name.strip(): value.strip() for name, value in pairs if name.strip() != "font"}
    return "".join(f' {name}="{value}"' for name, value in kept.items())


def _width(label: str) -> float:
    """Return the room for a label in inches, whatever font the page has."""
    return sum(0.075 if letter.isascii() else 0.13 for letter in label) + 0.1


def _shortened(label: str, most: int = 28) -> str:
    name = printable(label) or "(none)"
    return name if len(name) <= most else f"{name[: most - 1]}…"


@contextmanager
def _defaults() -> Iterator[None]:
    """Let no matplotlibrc change a chart, and matplotlib say nothing."""
    with silence():
        import matplotlib as mpl

        with mpl.rc_context(), warnings.catch_warnings(action="ignore"):
            mpl.rcdefaults()
            # Letters stay text; names with $ or _ are no formulas.
            mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "augcli"}
            mpl.rcParams["text.parse_math"] = False
            yield
