"""Draw a page as a matplotlib figure, and encode figures as image files.

All pictures are images in one pair of axes: one bitmap of the whole page takes several times as
long for 400 pictures. ``figimage`` is as fast, but notebooks don't show a figure without axes.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from augcli.errors import UsageProblem
from augcli.figures.matplotlib_settings import silence
from augcli.figures.page import BASELINE, DPI, Page, Picture
from augcli.figures.rgb import as_rgb, on_checks
from augcli.imaging.codec.figure_mark import MARK, XMP, mark_png, mark_svg
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, np

if TYPE_CHECKING:
    import PIL.Image
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


LONGEST = {"png": 2**23 - 1, "jpg": 65_500, "jpeg": 65_500, "webp": 16_383}
"""The pixel formats by their endings, and the longest side of each; Agg draws 2**23 - 1 pixels."""

VECTOR: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "Subject": MARK},
}
"""The vector formats by their endings, and the metadata that marks them and leaves the time out.

The same page gives the same bytes.
"""

_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_QUALITY = 90
_FAINT = "#767676"
_SQUARE = 8  # pixels, of the checkerboard behind transparent parts
_HAIRLINE = "#c8c8c8"


def draw_page(page: Page) -> Figure:
    """Draw a page as a figure of its own, which pyplot doesn't know.

    It holds a ``Text`` for each line of text, and axes with an ``AxesImage`` for each picture. The
    units of the axes are pixels, from the top left corner.
    """
    with drawing_defaults():
        from matplotlib.figure import Figure

        from augcli.figures.canvas import PageCanvas
        from augcli.figures.letters import FONTS

        width, height = page.size
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        PageCanvas(figure)
        _add_pictures(figure, page)
        for text in page.texts:
            figure.text(
                text.x / width,
                1 - (text.y + BASELINE) / height,
                text.line,
                fontproperties=FONTS[text.bold],
                color=_FAINT if text.faint else "black",
                parse_math=False,
                usetex=False,
            )
    return figure


def render(figure: Figure) -> PIL.Image.Image:
    """Return the pixels of a figure that :func:`draw_page` made, in RGB."""
    import PIL.Image

    with drawing_defaults():
        figure.canvas.draw()
    rgba = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]  # it is a PageCanvas
    return PIL.Image.fromarray(np.ascontiguousarray(rgba[..., :3]))


def encode(page: Page, ending: str) -> bytes:
    """Draw a page, and return it as a marked file of the format that an ending names.

    Raises:
        UsageProblem: the page is too large for the format.
    """
    if max(page.size) > LONGEST.get(ending, max(page.size)):
        raise UsageProblem(
            f"the figure is {page.size.width}x{page.size.height} pixels, and {ending} holds "
            f"{LONGEST[ending]} a side",
            "write a png with -o FILE.png, or give a smaller --grid",
        )
    figure, stream = draw_page(page), io.BytesIO()
    if ending in VECTOR:
        with drawing_defaults():
            figure.savefig(stream, format=ending, metadata=VECTOR[ending])
        drawn = stream.getvalue()
        return mark_svg(drawn) if ending == "svg" else drawn
    # Figure.savefig gives the same pixels, with a channel for transparency that says nothing.
    picture = render(figure)
    if ending == "png":
        from augcli.imaging.codec import png  # loads OpenCV, and takes half of Pillow's time

        return mark_png(png.encode(Image(np.asarray(picture), "RGB")))
    mark: dict[str, Any] = {"xmp": XMP} if ending == "webp" else {"comment": MARK}
    picture.save(stream, _FORMATS[ending], quality=_QUALITY, **mark)
    return stream.getvalue()


def _add_pictures(figure: Figure, page: Page) -> None:
    from matplotlib.image import AxesImage

    width, height = page.size
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    for picture in page.pictures:
        right, bottom = picture.x + picture.size.width, picture.y + picture.size.height
        extent = (picture.x, right, bottom, picture.y)
        # axes.imshow() does the same, and takes three times as long.
        image = AxesImage(axes, interpolation="none", origin="upper", extent=extent)
        image.set_data(_resized(picture))
        axes.add_image(image)
    _add_frames(axes, page.pictures)


def _resized(picture: Picture) -> Array:
    """Return the pixels of a picture at the size to show it at.

    matplotlib need not resample them, so nothing gets blurred. Small pictures are enlarged to hard
    squares, as people want to see their pixels. The result is opaque RGBA: matplotlib would make it
    from RGB, more slowly.
    """
    import PIL.Image

    shown, (width, height) = as_rgb(picture.image), picture.size
    if shown.size != picture.size:
        is_smaller = shown.width < width or shown.height < height
        ways = PIL.Image.Resampling
        shown = shown.resize(picture.size, ways.NEAREST if is_smaller else ways.LANCZOS)
    return np.asarray(on_checks(shown, _SQUARE).convert("RGBA"))


def _add_frames(axes: Axes, pictures: list[Picture]) -> None:
    """Put a hairline around each picture: a white one would vanish on the page."""
    from matplotlib.collections import PolyCollection

    # Areas behind the pictures, and not lines: matplotlib draws those a pixel beside their place.
    areas = []
    for picture in pictures:
        left, top = picture.x - 1, picture.y - 1
        right, bottom = left + picture.size.width + 2, top + picture.size.height + 2
        areas.append([(left, top), (right, top), (right, bottom), (left, bottom)])
    frames = PolyCollection(
        areas, facecolors=_HAIRLINE, linewidths=0, antialiaseds=False, zorder=-1
    )
    axes.add_collection(frames, autolim=False)


@contextmanager
def drawing_defaults() -> Iterator[None]:
    """Let no matplotlibrc change a figure, and matplotlib say nothing."""
    with silence():
        import matplotlib as mpl

        # Letters that the font lacks show as boxes.
        with mpl.rc_context(), warnings.catch_warnings(action="ignore"):
            mpl.rcdefaults()
            mpl.rcParams["svg.hashsalt"] = "augcli"
            yield
