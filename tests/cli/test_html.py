"""``augcli preview --html``: the page is parsed, and opened in a browser where there is one."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .pictures import SRGB, load, photo, save
from .running import assert_refused, call, expand, records, run, run_python

FLAGS = ("--rotation", "20", "--brightness", "0.3", "--horizontal-flip", "--seed", "3")
_VOID = {"meta", "img"}

HOSTILE = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=document.title='owned'>",
    "'&amp;\u202e\u2066-->]]>",
    "end\nof line\x1b[2J",
    "</style></pre><h1>owned",
]


@dataclass
class Page(HTMLParser):
    """A page taken apart: its elements, and the text of each."""

    text: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.text)
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.append((self._open[-1], data))

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self, tag: str) -> list[str]:
        """Return the texts of all elements of a kind."""
        return [text for name, text in self.texts if name == tag]

    @property
    def recipes(self) -> list[Any]:
        return [json.loads(text) for text in self.said("pre")[1:]]

    @property
    def pictures(self) -> list[bytes]:
        return [base64.b64decode(one["src"].partition(",")[2]) for one in self.all("img")]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dataset ``data`` of one photo, ``hat/a.png``, and its ``page.html``."""
    folder = tmp_path_factory.mktemp("html")
    save(folder / "data" / "hat" / "a.png", photo(1, 300, 200))
    _page(folder, "data/hat/a.png", *FLAGS, "--grid", "2x2")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose classes and files have names that no page should obey, and its page."""
    if sys.platform == "win32":
        pytest.skip("needs names that Windows refuses")
    folder = tmp_path_factory.mktemp("hostile")
    names = [os.fsencode(name.replace("/", "\N{DIVISION SLASH}")) for name in HOSTILE]
    for number, name in enumerate([*names, b"\xff\xfe not UTF-8"]):
        for ending in ("png", "jpg"):
            file = f"{os.fsdecode(name)}.{ending}"
            save(folder / "data" / os.fsdecode(name) / file, photo(number))
    # Recipes name the other picture.
    _page(folder, "data", "--mixup", "0.2,0.5", "--chance", "mixup=1", "--grid", "4x6")
    return folder


def _page(folder: Path, *args: str) -> Page:
    result = call("preview", *args, "--html", "page.html", cwd=folder)
    assert (result.code, result.stdout) == (0, "page.html\n"), result.stderr
    return _read(folder)


def _read(folder: Path) -> Page:
    return Page((folder / "page.html").read_text("utf-8"))


def _policy(page: Page) -> dict[str, str]:
    (policy,) = (one["content"] for one in page.all("meta") if "http-equiv" in one)
    return dict(rule.strip().split(" ", 1) for rule in policy.split(";"))


@pytest.mark.parametrize("folder", ["here", "hostile"])
def test_a_page_needs_no_script_no_network_and_no_other_file(
    folder: str, request: pytest.FixtureRequest
) -> None:
    page = _read(request.getfixturevalue(folder))
    rules = _policy(page)
    (style,) = page.said("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert "script-src" not in rules
    kinds = {tag for tag, _ in page.elements}
    assert not kinds & {"script", "link", "iframe", "object", "base", "form"}
    without_pictures = re.sub(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]*", "data:", page.text)
    assert not re.search(r"https?:|//|@import", without_pictures)
    assert set(re.findall(r"url\(([^)]*)\)", without_pictures)) <= {"data:"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:").startswith("data:")


def test_names_are_text_whatever_they_hold(hostile: Path) -> None:
    page = _read(hostile)
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
    page = _read(here)
    assert page.all("html")[0]["lang"] == "en"
    assert [one["alt"] for one in page.all("img")] == page.said("bdi")
    assert all(one["alt"] for one in page.all("img"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {one["href"][1:] for one in page.all("a")} == set(ids)
    assert {"Close", "Previous", "Next"} == set(page.said("a"))


def test_pictures_and_recipes_are_those_of_expand_beside_the_original(here: Path) -> None:
    page = _read(here)
    expand(here / "data", here / "out", "--copies", "3", *FLAGS, "--format", "png")
    made = records(here / "out")
    assert page.recipes == [[], *(one["recipe"] for one in made)]
    files = [here / "data" / "hat" / "a.png", *(here / "out" / one["file"] for one in made)]
    for shown, file in zip(page.pictures, files, strict=True):
        apart = np.asarray(load(shown), float) - np.asarray(load(file))
        assert np.abs(apart).mean() < 3
    beside = [one["class"] for one in page.all("div")]
    assert beside == ["original large of1"] * 3
    (background,) = re.findall(r"\.of1 \{ background-image: url\(([^)]*)\)", page.said("style")[0])
    assert background == page.all("img")[0]["src"]


def test_the_command_is_on_the_page_and_makes_the_same_bytes_again(here: Path) -> None:
    before = (here / "page.html").read_bytes()
    command, *_ = _read(here).said("pre")
    assert command == " ".join(
        ["augcli preview data/hat/a.png", *FLAGS, "--grid 2x2 --html page.html"]
    )
    result = run(*command.split()[1:], cwd=here)
    assert result.code == 0
    assert (here / "page.html").read_bytes() == before


@pytest.mark.parametrize("mode", [["--each"], ["--sweep", "rotation"], ["--extremes"]])
def test_every_row_of_other_figures_begins_with_the_original(here: Path, mode: list[str]) -> None:
    page = Page(_other(here, *mode).read_text("utf-8"))
    rows = page.text.split("<section>")[1:]
    assert [re.findall(r'alt="([^"]*)"', row)[0] for row in rows] == ["original"] * len(rows)


def _other(here: Path, *args: str) -> Path:
    flags = ("--rotation", "20", "--horizontal-flip", "--html", "other.htm")
    result = call("preview", "data/hat/a.png", *flags, *args, cwd=here)
    assert (result.code, result.stdout.splitlines()[-1]) == (0, "other.htm"), result.stderr
    return here / "other.htm"


def test_the_figure_is_written_too_if_it_is_asked_for(here: Path) -> None:
    _other(here, "-o", "both.png")
    assert load(here / "both.png").format is None
    assert load(here / "both.png").width > 300
    _other(here)
    assert not (here / "a_preview.png").exists()


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
    page = _page(tmp_path, "a.png", "--rotation", "0,0", "--grid", "2x1")
    for picture, attributes in zip(page.pictures, page.all("img"), strict=True):
        assert attributes["src"].startswith(f"data:image/{kind};")
        assert load(picture).size == shown
        assert load(picture).info.get("icc_profile") == (SRGB if channels > 1 else None)
        assert (attributes["width"], attributes["height"]) == tuple(map(str, shown))
        if kind == "png":
            assert np.array_equal(np.asarray(load(picture)), pixels)


@pytest.mark.parametrize("name", ["page.png", "page", "data/hat/a.png"])
def test_a_page_of_another_ending_is_refused(here: Path, name: str) -> None:
    assert_refused(call("preview", "data/hat/a.png", "--html", name, cwd=here), "--html", name)


def test_a_page_among_the_images_is_refused(here: Path) -> None:
    name = "data/hat/page.html"
    assert_refused(call("preview", "data", "--html", name, cwd=here), "--html", name)


def test_a_page_that_cannot_be_written_is_refused(here: Path) -> None:
    name = "data/hat/a.png/page.html"
    result = call("preview", "data/hat/a.png", *FLAGS, "--html", name, cwd=here)
    assert_refused(result, "a.png")


_CHROMIUM = shutil.which("chromium")
in_a_browser = pytest.mark.skipif(
    not (_CHROMIUM and find_spec("playwright")),
    reason="needs chromium, and playwright for Python",
)

_SCRIPT = """
import json, sys
from playwright.sync_api import sync_playwright

chromium, address, width, height, scheme = sys.argv[1:]
said = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    size = {"width": int(width), "height": int(height)}
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url[:80]))
    page.goto(address)
    is_shown = "[...document.images].every(one => one.complete && one.naturalWidth)"
    found = {
        "title": page.title(),
        "loaded": page.evaluate(is_shown),
        "overflow": page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        "paper": page.evaluate("getComputedStyle(document.body).backgroundColor"),
        "recipes": page.locator(".recipe:visible").count(),
    }
    page.locator("a.open").nth(1).focus()
    page.keyboard.press("Enter")
    found["chosen"] = page.locator("figure:target img").bounding_box()
    found["original"] = page.locator("figure:target .original").bounding_box()
    found["recipe"] = page.locator(".recipe:visible").all_inner_texts()
    page.keyboard.press("Tab")
    found["focus"] = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    found["closed"] = page.locator("figure:target").count()
    browser.close()
print(json.dumps({**found, "said": [one for one in said if not one.startswith("data:")]}))
"""


def _browse(path: Path, width: int, scheme: str) -> dict[str, Any]:
    args = (str(_CHROMIUM), (path / "page.html").as_uri(), str(width), "800", scheme)
    result = run_python("-c", _SCRIPT, *args)
    assert result.code == 0, result.stderr
    return result.json


@in_a_browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "width", "scheme"), [("here", 1280, "light"), ("hostile", 390, "dark")]
)
def test_a_browser_shows_it_and_the_keyboard_enlarges_a_picture(
    folder: str, width: int, scheme: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(folder)
    page, found = _read(path), _browse(path, width, scheme)
    assert found["title"] == page.said("title")[0]
    assert found["loaded"]
    assert found["overflow"] <= 0
    assert found["paper"] == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 24, 26)"}[scheme]
    assert found["recipes"] == 0
    chosen, original = found["chosen"], found["original"]
    assert chosen["width"] >= 0.4 * width
    assert original["x" if scheme == "light" else "y"] < chosen["x" if scheme == "light" else "y"]
    assert [json.loads(text) for text in found["recipe"]] == [page.recipes[1]]
    assert (found["focus"], found["closed"]) == ("Close", 0)
    assert found["said"] == [(path / "page.html").as_uri()]
