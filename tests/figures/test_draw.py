"""Pages as matplotlib figures: exact pixels, texts that can be found, no global state."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from cli.pictures import Pixels, load, photo
from cli.running import run_python

from augcli.errors import UsageProblem
from augcli.figures.draw import draw_page, encode, render
from augcli.figures.page import Page, Picture, Text
from augcli.imaging.image import Frame, Image, Mode


def _page(pixels: Pixels, mode: Mode, size: Frame) -> Page:
    texts = [Text("a caption", 10, 5), Text("--bold $x_1$ 猫", 10, 22, bold=True)]
    return Page(Frame(201, 167), texts, [Picture(Image(pixels, mode), 13, 51, size)])


def _shown(page: Page) -> Pixels:
    """Return the pixels where a page shows its picture."""
    (picture,) = page.pictures
    pixels = np.asarray(load(encode(page, "png")))
    assert pixels.shape == (page.size.height, page.size.width, 3)
    left, top = picture.x, picture.y
    shown: Pixels = pixels[top : top + picture.size.height, left : left + picture.size.width]
    return shown


@pytest.mark.parametrize("size", [Frame(1, 1), Frame(40, 30), Frame(33, 101), Frame(150, 7)])
def test_a_picture_at_its_own_size_has_its_exact_pixels(size: Frame) -> None:
    pixels = photo(1, *size)
    assert np.array_equal(_shown(_page(pixels, "RGB", size)), pixels)


def test_a_small_picture_is_enlarged_to_hard_squares() -> None:
    pixels = photo(1, 20, 15)
    enlarged = pixels.repeat(5, axis=0).repeat(5, axis=1)
    assert np.array_equal(_shown(_page(pixels, "RGB", Frame(100, 75))), enlarged)


def test_transparent_parts_are_shown_on_a_checkerboard() -> None:
    pixels = photo(1, channels=4)
    pixels[..., 3] = np.linspace(0, 255, 40)
    colour, alpha = pixels[..., :3].astype(float), pixels[..., 3:] / 255
    row, column = np.indices((30, 40)) // 8
    checks = np.where((row + column) % 2, 204, 255)[..., None]
    wanted = colour * alpha + checks * (1 - alpha)
    assert np.abs(_shown(_page(pixels, "RGBA", Frame(40, 30))) - wanted).max() <= 1


@pytest.mark.parametrize("level", [0, 255])
def test_a_hairline_goes_around_a_picture_that_may_be_white(level: int) -> None:
    page = _page(np.full((22, 31, 3), level, np.uint8), "RGB", Frame(31, 22))
    pixels = np.asarray(load(encode(page, "png")))
    (picture,) = page.pictures
    inside = np.zeros(pixels.shape[:2], bool)
    inside[picture.y : picture.y + 22, picture.x : picture.x + 31] = True
    around = np.zeros_like(inside)
    around[picture.y - 1 : picture.y + 23, picture.x - 1 : picture.x + 32] = True
    assert (pixels[around & ~inside] == 200).all()
    assert (pixels[inside] == level).all()
    assert (pixels[45:, 60:] == 255).all()


def test_savefig_gives_the_pixels_that_the_command_writes() -> None:
    page = _page(photo(1), "RGB", Frame(40, 30))
    stream = io.BytesIO()
    draw_page(page).savefig(stream)
    saved = np.asarray(load(stream.getvalue()).convert("RGB"))
    assert np.array_equal(saved, np.asarray(load(encode(page, "png"))))


def test_texts_and_pictures_of_a_figure_can_be_found_and_changed() -> None:
    figure = draw_page(_page(photo(1), "RGB", Frame(40, 30)))
    before = np.asarray(render(figure))
    assert [text.get_text() for text in figure.texts] == ["a caption", "--bold $x_1$ 猫"]
    (axes,) = figure.axes
    (image,) = axes.images
    assert image.get_extent() == (13, 53, 81, 51)
    figure.texts[0].set_text("another caption")
    axes.plot([13, 53], [51, 81], color="red")
    axes.text(60, 100, "$x^2$", family="DejaVu Serif")
    after = np.asarray(render(figure))
    changed = np.argwhere((before != after).any(axis=2))
    assert tuple(changed.min(axis=0)) < (22, 100)
    assert (after[66, 33] == (255, 0, 0)).all()
    assert (after[80:120, 60:90] < 128).any()


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_vector_formats_keep_the_texts_as_outlines_and_the_picture_at_its_size(ending: str) -> None:
    data = encode(_page(photo(1), "RGB", Frame(40, 30)), ending)
    sizes = {"svg": (b'width="40"', b'height="30"'), "pdf": (b"/Width 40", b"/Height 30")}[ending]
    assert ending == "svg" or b"/Image" in data
    for size in sizes:
        assert size in data


@pytest.mark.parametrize("ending", ["webp", "jpg", "jpeg"])
def test_a_page_too_long_for_its_format_is_refused(ending: str) -> None:
    with pytest.raises(UsageProblem, match="70000x9"):
        encode(Page(Frame(70_000, 9), [], []), ending)
    assert encode(Page(Frame(70_000, 9), [], []), "png")


def test_drawing_touches_neither_pyplot_nor_the_settings_of_matplotlib() -> None:
    program = """
import sys
import matplotlib
def settings():
    # To read the backend is to choose one, which loads pyplot.
    return {key: matplotlib.rcParams[key] for key in matplotlib.rcParams if key != "backend"}
before = settings()
from augcli.figures.draw import draw_page, render
from augcli.figures.page import Page, Text
from augcli.imaging.image import Frame
render(draw_page(Page(Frame(99, 99), [Text("x", 1, 1)], [])))
print("matplotlib.pyplot" in sys.modules, settings() == before)
"""
    result = run_python("-c", program)
    assert (result.stdout, result.stderr) == ("False True\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a home that can't be made")
def test_matplotlib_says_nothing_where_it_has_no_home() -> None:
    program = (
        "from augcli.figures.draw import encode; from augcli.figures.page import Page;"
        "from augcli.imaging.image import Frame; encode(Page(Frame(9, 9), [], []), 'png')"
    )
    result = run_python("-c", program, env={"HOME": "/nonexistent/home", "XDG_CACHE_HOME": None})
    assert (result.code, result.stderr) == (0, "")
