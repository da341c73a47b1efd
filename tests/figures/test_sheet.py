"""The layout of a figure, and the copies in its cells."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import pytest
from cli.captions import ALL_TEN, assert_says, said
from cli.pictures import load, photo, save
from cli.running import expand, records
from matplotlib.backends.backend_agg import FigureCanvasAgg

from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.options import augmentation_options
from augcli.config.pipeline_flags import PipelineFlags
from augcli.figures.cells import Cell, Section
from augcli.figures.draw import draw_page
from augcli.figures.look import CopyRenderer, Series, original_cell
from augcli.figures.open_image import OpenedImage
from augcli.figures.sheet import Sheet, cell_size
from augcli.imaging.codec.decode import decode
from augcli.imaging.image import Frame, Image
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.pipeline import Pipeline
from augcli.text import printable

Box = tuple[float, float, float, float]
_SLACK = 0.75  # of a pixel: what antialiasing may spill


@pytest.fixture(scope="module")
def all_ten() -> Pipeline:
    return _pipeline(ALL_TEN)


def _pipeline(flags: list[str]) -> Pipeline:
    """Read flags as the command does."""

    @click.command()
    @augmentation_options
    def command(pipeline_flags: PipelineFlags) -> Pipeline:
        return choose_pipeline(pipeline_flags).pipeline

    found = command.main(flags, standalone_mode=False)
    assert isinstance(found, Pipeline)
    return found


def _image(width: int, height: int) -> Image:
    return Image(photo(width=width, height=height), "RGB")


def _cells(image: Image, look: CopyRenderer, name: str, count: int, box: Frame) -> tuple[Cell, ...]:
    opened = OpenedImage(name, image)
    return Series("", look, tuple(look.copies(opened, count))).section(opened, box).cells


def _sheet(title: str, cells: tuple[Cell, ...], columns: int, box: Frame) -> Sheet:
    return Sheet(title, [Section("", cells)], columns, box)


def _boxes(sheet: Sheet) -> tuple[Box, list[Box], list[Box]]:
    """Return where the page, the texts and the pictures are, in pixels from the top left."""
    page = sheet.page()
    figure = draw_page(page)
    # matplotlib's own canvas measures by itself, not by the widths that the layout goes by.
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # matplotlib's backends have no types
    texts: list[Box] = []
    for text in figure.texts:
        box = text.get_window_extent(renderer)
        texts.append((box.x0, page.size.height - box.y1, box.x1, page.size.height - box.y0))
    pictures: list[Box] = [
        (one.x, one.y, one.x + one.size.width, one.y + one.size.height) for one in page.pictures
    ]
    return (0, 0, *page.size), texts, pictures


def _overlap(one: Box, other: Box) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > _SLACK and height > _SLACK


def _inside(box: Box, page: Box) -> bool:
    return (
        box[0] >= page[0] - _SLACK
        and box[1] >= page[1] - _SLACK
        and box[2] <= page[2] + _SLACK
        and box[3] <= page[3] + _SLACK
    )


def _problems(sheet: Sheet) -> Iterator[str]:
    page, texts, pictures = _boxes(sheet)
    named = [(f"text {i}", box) for i, box in enumerate(texts)]
    named += [(f"picture {i}", box) for i, box in enumerate(pictures)]
    yield from (f"{name} leaves the page" for name, box in named if not _inside(box, page))
    for (name, box), (other_name, other) in itertools.combinations(named, 2):
        if _overlap(box, other):
            yield f"{name} overlaps {other_name}"


SIZES = [(1, 1), (40, 30), (1, 600), (600, 1), (900, 600), (6000, 40)]
NAMES = ["a.jpg", "n" * 200 + ".jpg", "$x_1^{2}$ \\frac \n tab\t.jpg", "", "two words " * 30]


@pytest.mark.parametrize(
    ("size", "grid"), [*itertools.product(SIZES, [(1, 1), (3, 2)]), ((40, 30), (9, 5))]
)
def test_texts_and_pictures_keep_apart_and_on_the_page(
    all_ten: Pipeline, size: tuple[int, int], grid: tuple[int, int]
) -> None:
    image = _image(*size)
    box = cell_size(*grid, image.frame)
    made = _cells(image, CopyRenderer(CopyMaker(all_ten)), "hat/a.jpg", grid[0] * grid[1], box)
    title = shlex.join(["augcli", "preview", "data/hat/a.jpg", *ALL_TEN])
    assert list(_problems(_sheet(title, made, grid[0], box))) == []


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("grid", [(1, 1), (3, 1)])
def test_a_title_of_any_file_name_stays_on_the_page(name: str, grid: tuple[int, int]) -> None:
    image = _image(60, 40)
    box = cell_size(*grid, image.frame)
    made = (original_cell(OpenedImage("a.jpg", image), box),) * grid[0] * grid[1]
    title = printable(shlex.join(["augcli", "preview", name, *ALL_TEN]))
    sheet = _sheet(title, made, grid[0], box)
    assert list(_problems(sheet)) == []
    drawn = "".join(text.line for text in sheet.page().texts)
    assert drawn.replace(" ", "").startswith(title.replace(" ", ""))


def test_every_picture_keeps_its_proportions(all_ten: Pipeline) -> None:
    for width, height in ((900, 600), (600, 900), (64, 64), (300, 120)):
        image = _image(width, height)
        box = cell_size(2, 1, image.frame)
        made = _cells(image, CopyRenderer(CopyMaker(all_ten)), "hat/a.jpg", 2, box)
        _, _, pictures = _boxes(_sheet("title", made, 2, box))
        for left, top, right, bottom in pictures:
            assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.02)


def test_a_cell_is_the_very_picture_that_expand_writes(all_ten: Pipeline, tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "a.png", photo(3))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "6", "--seed", "9", *ALL_TEN)
    image = decode((tmp_path / "data" / "hat" / "a.png").read_bytes())
    made = _cells(image, CopyRenderer(CopyMaker(all_ten, 9)), "hat/a.png", 6, Frame(300, 300))
    found = records(tmp_path / "out")
    assert len(found) == len(made) == 6
    for cell, record in zip(made, found, strict=True):
        assert np.array_equal(
            cell.image.pixels[..., :3], np.asarray(load(tmp_path / "out" / record["file"]))
        )
        number, *lines = cell.caption
        assert number == f"#{record['copy']}"
        assert_says(said(lines), record["recipe"])


def test_a_large_picture_is_shown_as_its_copy_made_smaller(
    all_ten: Pipeline, tmp_path: Path
) -> None:
    save(tmp_path / "data" / "hat" / "a.png", photo(4, 900, 600))
    box = Frame(300, 200)
    size = ("--size", "300x200", "--copies", "2", *ALL_TEN)
    expand(tmp_path / "data", tmp_path / "out", *size)
    image = decode((tmp_path / "data" / "hat" / "a.png").read_bytes())
    made = _cells(image, CopyRenderer(CopyMaker(all_ten)), "hat/a.png", 2, box)
    for cell, record in zip(made, records(tmp_path / "out"), strict=True):
        ours = np.asarray(load(tmp_path / "out" / record["file"]), float)
        assert cell.image.frame == box
        assert np.abs(cell.image.pixels[..., :3] - ours).mean() < 1


@pytest.mark.parametrize(("columns", "across"), [(2, 2), (4, 4), (5, 5), (9, 9)])
def test_short_sections_stand_side_by_side_and_keep_apart(columns: int, across: int) -> None:
    image = _image(60, 40)
    (cell,) = _cells(image, CopyRenderer(CopyMaker(Pipeline(()))), "a.jpg", 1, Frame(60, 40))
    sections = [Section("a long title " * 5, (cell,) * count) for count in (2, 2, 1, 3, 1)]
    sheet = Sheet("command", sections, columns, Frame(60, 40))
    assert list(_problems(sheet)) == []
    places = [(picture.y, picture.x) for picture in sheet.page().pictures]
    assert len({x for _, x in places}) == across
    assert sorted(places) == places
