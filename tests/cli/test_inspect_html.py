"""``augcli inspect --html``: the page is parsed, and looked at in a browser where there is one."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from .datasets import make_messy, make_plain
from .pictures import load, photo, save
from .running import expand, run, run_python
from .web_pages import HOSTILE, Page, assert_needs_nothing_else, read_page

_CHROMIUM = shutil.which("chromium")

_SCRIPT = """
import json, sys
from playwright.sync_api import sync_playwright

chromium, address, width, scheme = sys.argv[1:]
said = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    size = {"width": int(width), "height": 800}
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url[:80]))
    page.goto(address)
    colour = "getComputedStyle(document.querySelector('.chart text')).fill"
    is_shown = "[...document.images].every(one => one.complete && one.naturalWidth)"
    overflow = "document.documentElement.scrollWidth - innerWidth"
    cut = '''[...document.querySelectorAll('.chart')].filter(chart =>
        [...chart.querySelectorAll('text')].some(text => {
            const [inner, outer] = [text, chart].map(one => one.getBoundingClientRect());
            return inner.left < outer.left - 1 || inner.right > outer.right + 1;
        })).length'''
    found = [page.evaluate(one) for one in (colour, is_shown, overflow, cut)]
    browser.close()
print(json.dumps([*found, [one for one in said if not one.startswith("data:")]]))
"""


def _page(data: Path, folder: Path) -> Page:
    result = run("inspect", data, "--html", folder / "page.html")
    assert f"page: {folder / 'page.html'}" in result.stdout
    return read_page(folder)


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset ``data`` with something wrong, and its ``page.html``."""
    folder = tmp_path_factory.mktemp("messy")
    _page(make_messy(folder / "data"), folder)
    return folder


def test_a_page_needs_no_script_no_network_and_no_other_file(messy: Path) -> None:
    assert_needs_nothing_else(read_page(messy))


def test_a_page_has_the_advice_of_the_terminal(messy: Path) -> None:
    text = " ".join(" ".join(said for _, said in read_page(messy).texts).split())
    for one in run("inspect", messy / "data", "--json").json["advice"]:
        assert " ".join(one["text"].split()[:6]) in text
        assert one["command"].partition(" --")[0] in text


def test_a_page_shows_a_sheet_of_each_class_and_every_finding(messy: Path) -> None:
    page = read_page(messy)
    shown = Counter(one["title"] for one in page.all("img"))
    data = messy / "data"
    readable = {path.relative_to(data).as_posix() for path in data.rglob("*.*g")}
    assert shown.keys() == readable - {"train/hat/cut.png"}
    # On the sheet, among the same files, and under two labels or in two splits.
    for name in ("train/hat/0.png", "train/shoe/mislabelled.png", "val/hat/leak <b>.png"):
        assert shown[name] == 3
    assert shown["train/hat/black.png"] >= 2
    for one in ("gps.jpg", "glass.png", "deep.png"):
        assert shown[f"train/hat/{one}"] >= 2
    assert "train/hat/cut.png" in page.said("bdi")
    assert all(max(load(picture).size) <= 160 for picture in page.pictures)


def test_charts_take_their_colours_from_the_page(messy: Path) -> None:
    page = read_page(messy)
    assert len(page.all("svg")) == 7
    drawn = {one.get(key, "none") for one in page.all("path") for key in ("fill", "stroke")}
    assert drawn <= {"none", "var(--fill0)", "var(--fill1)", "var(--far)", "var(--line)"}
    assert {one["fill"] for one in page.all("text")} == {"currentColor"}
    assert {"hat", "shoe", " 12", " 3"} <= {*page.said("text")}


def test_the_page_of_an_out_has_a_chart_for_each_knob(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=2)
    expand(data, tmp_path / "out", "-n", "3", "--rotation", "30", "--zoom", "0.2", "--hflip")
    page = _page(tmp_path / "out", tmp_path)
    assert {"rotation", "zoom x", "zoom y"} <= {*page.said("h3")}
    assert any(text.startswith("horizontal-flip in ") for text in page.said("p"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs names that Windows refuses")
def test_names_are_text_whatever_they_hold(tmp_path: Path) -> None:
    names = [os.fsencode(name.replace("/", "\N{DIVISION SLASH}")) for name in HOSTILE]
    for number, name in enumerate([*names, b"$x_1$", b"\xff\xfe not UTF-8"]):
        file = f"{os.fsdecode(name)}.png"
        save(tmp_path / "data" / os.fsdecode(name) / file, photo(number))
    page = _page(tmp_path / "data", tmp_path)
    assert_needs_nothing_else(page)
    assert all(one.isprintable() or one == "\n" for one in page.text)
    assert len(page.said("h1")) == 1
    assert {"$x_1$", "end\\nof line\\x1b[2J"} <= {*page.said("text")}


def test_a_page_goes_to_stdout_alone(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=1)
    result = run("inspect", data, "--html", "-")
    assert result.code == 0
    assert result.stdout.startswith("<!doctype html>")
    assert result.stdout.endswith("</html>\n")


@pytest.mark.environment(name="browser")
@pytest.mark.skipif(not _CHROMIUM, reason="needs chromium")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_browser_shows_it_in_light_and_dark(messy: Path, width: int, scheme: str) -> None:
    address = (messy / "page.html").as_uri()
    result = run_python("-c", _SCRIPT, str(_CHROMIUM), address, str(width), scheme)
    assert result.code == 0, result.stderr
    ink = {"light": "rgb(27, 27, 31)", "dark": "rgb(230, 230, 230)"}[scheme]
    assert json.loads(result.stdout) == [ink, True, 0, 0, [address]]
