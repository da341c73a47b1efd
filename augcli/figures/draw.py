"""Drawing a page as SVG or PDF, with matplotlib: no window, no global state."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from augcli.figures.page import BASELINE, DPI, POINTS, Page
from augcli.figures.raster import displayable
from augcli.imaging.lazy import np

if TYPE_CHECKING:
    from matplotlib.figure import Figure


# Without the time at which it was made: the same page gives the same bytes.
METADATA: dict[str, dict[str, None]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}


def encode(page: Page, ending: str) -> bytes:
    """Draw a page as a file of a format."""
    mpl = _matplotlib()
    # Not as a matplotlibrc says, which may turn pictures upside down; nor with warnings of glyphs
    # that the font lacks, which show as boxes.
    with mpl.rc_context(), warnings.catch_warnings(action="ignore"):
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "augcli"
        stream = io.BytesIO()
        _draw(page).savefig(stream, format=ending, metadata=METADATA[ending])
    return stream.getvalue()


def _draw(page: Page) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    width, height = page.size
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
    # One for all pictures, its units being pixels: making axes is what takes time.
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    axes.autoscale(enable=False)
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="auto")
    for picture in page.pictures:
        right, bottom = picture.x + picture.size.width, picture.y + picture.size.height
        axes.imshow(
            np.asarray(displayable(picture.image)),
            aspect="auto",
            extent=(picture.x, right, bottom, picture.y),
            interpolation="nearest",
        )
    fonts = {
        bold: FontProperties(family="DejaVu Sans", size=POINTS, weight="bold" if bold else "normal")
        for bold in (False, True)
    }
    for text in page.texts:
        figure.text(
            text.x / width,
            1 - (text.y + BASELINE) / height,
            text.line,
            fontproperties=fonts[text.bold],
            color="black",
            va="baseline",
            parse_math=False,
            usetex=False,
        )
    return figure


def _matplotlib() -> Any:
    """Import matplotlib without the help texts of its setters: writing them is half the time."""
    import matplotlib as mpl
    from matplotlib import artist as artists

    write_help = artists.kwdoc
    artists.kwdoc = lambda artist: ""  # noqa: ARG005, that function's signature
    try:
        import matplotlib.figure
    finally:
        artists.kwdoc = write_help
    return mpl
