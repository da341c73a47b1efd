"""``augcli preview --html``: the page is parsed, and compared with what expand makes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from .pictures import SRGB, load, photo, save
from .running import assert_refused, expand, records, run
from .web_pages import (
    FLAGS,
    Page,
    assert_needs_nothing_else,
    make_hostile_page,
    make_page,
    make_photo_page,
    read_page,
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dataset ``data`` of one photo, ``hat/a.png``, and its ``page.html``."""
    return make_photo_page(tmp_path_factory.mktemp("html"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose classes and files have names that no page should obey, and its page."""
    return make_hostile_page(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("folder", ["here", "hostile"])
def test_a_page_needs_no_script_no_network_and_no_other_file(
    folder: str, request: pytest.FixtureRequest
) -> None:
    assert_needs_nothing_else(read_page(request.getfixturevalue(folder)))


def test_names_are_text_whatever_they_hold(hostile: Path) -> None:
    page = read_page(hostile)
    text = " ".join(said for _, said in page.texts)
    assert "<script>document.title='owned'<∕script> (2 images)" in text
    assert "end\\nof line\\x1b[2J (2 images)" in text
    assert "'&amp;\\u202e\\u2066-->]]> (2 images)" in text
    assert "\\udcff\\udcfe not UTF-8 (2 images)" in text
    partners = {name for (fired,) in filter(None, page.recipes) for name in fired["partner"]}
    assert {name.partition("/")[0] for name in partners} == {
        path.name for path in (hostile / "data").iterdir()
    }
    assert {tag for tag, _ in page.elements} == {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "pre"),
        *("main", "section", "ul", "li", "figure", "figcaption", "bdi", "nav", "a", "img", "div"),
    }
    assert all(one.isprintable() or one == "\n" for one in page.text)
    assert len(page.said("h1")) == 1


def test_every_picture_has_a_text_and_links_that_lead_somewhere(here: Path) -> None:
    page = read_page(here)
    assert page.all("html")[0]["lang"] == "en"
    captions = re.findall("<figcaption>(.*?)</figcaption>", page.text, re.DOTALL)
    ran = [re.findall("<bdi>(.*?)</bdi>", caption) for caption in captions]
    assert [one["alt"] for one in page.all("img")] == list(map(", ".join, ran))
    assert all(one["alt"] for one in page.all("img"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {one["href"][1:] for one in page.all("a")} == set(ids)
    assert {"Close", "Previous", "Next"} == set(page.said("a"))


def test_pictures_and_recipes_are_those_of_expand_beside_the_original(here: Path) -> None:
    page = read_page(here)
    expand(here / "data", here / "out", "--copies", "3", *FLAGS, "--format", "png")
    made = records(here / "out")
    assert page.recipes == [[], *(one["recipe"] for one in made)]
    files = [here / "data" / "hat" / "a.png", *(here / "out" / one["file"] for one in made)]
    for shown, file in zip(page.pictures, files, strict=True):
        apart = np.asarray(load(shown), float) - np.asarray(load(file))
        assert np.abs(apart).mean() < 3
    beside = [one["class"] for one in page.all("div")]
    assert beside == ["original large shape300x200 of1"] * 3
    (background,) = re.findall(r"\.of1 \{ background-image: url\(([^)]*)\)", page.said("style")[0])
    assert background == page.all("img")[0]["src"]


def test_the_command_is_on_the_page_and_makes_the_same_bytes_again(here: Path) -> None:
    before = (here / "page.html").read_bytes()
    command, *_ = read_page(here).said("pre")
    assert command == " ".join(
        [
            *("augcli preview data/hat/a.png", *FLAGS, "--grid 2x2 --html page.html"),
        ]
    )
    result = run(*command.partition("#")[0].split()[1:], cwd=here)
    assert result.code == 0
    assert (here / "page.html").read_bytes() == before


@pytest.mark.parametrize("mode", [["--each"], ["--sweep", "rotation"], ["--extremes"]])
def test_every_row_of_other_figures_begins_with_the_original(here: Path, mode: list[str]) -> None:
    page = Page(_other(here, *mode).read_text("utf-8"))
    rows = page.text.split("<section>")[1:]
    assert [re.findall(r'alt="([^"]*)"', row)[0] for row in rows] == ["original"] * len(rows)


def _other(here: Path, *args: str) -> Path:
    flags = ("--rotation", "20", "--horizontal-flip", "--html", "other.htm")
    result = run("preview", "data/hat/a.png", *flags, *args, cwd=here)
    assert (result.code, result.stdout.splitlines()[-1]) == (0, "other.htm"), result.stderr
    return here / "other.htm"


def test_the_figure_is_written_too_if_it_is_asked_for(here: Path) -> None:
    _other(here, "-o", "both.png")
    assert load(here / "both.png").format is None
    assert load(here / "both.png").width > 300
    _other(here)
    assert not (here / "hat_a_preview.png").exists()


@pytest.mark.parametrize(
    ("size", "channels", "kind", "shown"),
    [
        ((2600, 1300), 3, "jpeg", (1000, 500)),
        ((32, 32), 3, "png", (32, 32)),
        ((300, 200), 4, "png", (300, 200)),
        ((300, 200), 1, "jpeg", (300, 200)),
    ],
)
def test_pictures_are_as_large_as_a_screen_shows_and_small_ones_exact(
    tmp_path: Path, size: tuple[int, int], channels: int, kind: str, shown: tuple[int, int]
) -> None:
    pixels = photo(2, *size, channels=channels)
    save(tmp_path / "a.png", pixels, icc_profile=SRGB if channels > 1 else None)
    page = make_page(tmp_path, "a.png", "--rotation", "0,0", "--grid", "2x1")
    for picture, attributes in zip(page.pictures, page.all("img"), strict=True):
        assert attributes["src"].startswith(f"data:image/{kind};")
        assert load(picture).size == shown
        assert load(picture).info.get("icc_profile") == (SRGB if channels > 1 else None)
        assert (attributes["width"], attributes["height"]) == tuple(map(str, shown))
        if kind == "png":
            assert np.array_equal(np.asarray(load(picture)), pixels)


@pytest.mark.parametrize("name", ["page.png", "page", "data/hat/a.png"])
def test_a_page_of_another_ending_is_refused(here: Path, name: str) -> None:
    assert_refused(run("preview", "data/hat/a.png", "--html", name, cwd=here), "--html", name)


def test_a_page_among_the_images_is_refused(here: Path) -> None:
    name = "data/hat/page.html"
    assert_refused(run("preview", "data", "--html", name, cwd=here), "--html", name)


def test_a_page_that_cannot_be_written_is_refused(here: Path) -> None:
    name = "data/hat/a.png/page.html"
    result = run("preview", "data/hat/a.png", *FLAGS, "--html", name, cwd=here)
    assert_refused(result, "a.png")
