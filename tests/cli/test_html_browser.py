"""A page of ``augcli preview --html`` in a browser, where there is one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .running import run_python
from .web_pages import make_hostile_page, make_photo_page, read_page

_CHROMIUM = shutil.which("chromium")

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
    grids = "[...document.querySelectorAll('ul')].map(one => one.scrollWidth - one.clientWidth)"
    tallest = "Math.max(...[...document.images].map(one => one.height)) / innerHeight"
    is_shown = "[...document.images].every(one => one.complete && one.naturalWidth)"
    found = {
        "title": page.title(),
        "loaded": page.evaluate(is_shown),
        "overflow": page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        "grids": page.evaluate(grids),
        "tallest": page.evaluate(tallest),
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


@pytest.mark.environment(name="browser")
@pytest.mark.skipif(not _CHROMIUM, reason="needs chromium")
@pytest.mark.parametrize(
    ("folder", "width", "scheme"), [("here", 1280, "light"), ("hostile", 390, "dark")]
)
def test_a_browser_shows_it_and_the_keyboard_enlarges_a_picture(
    folder: str, width: int, scheme: str, tmp_path: Path
) -> None:
    path = (make_photo_page if folder == "here" else make_hostile_page)(tmp_path)
    page, found = read_page(path), _browse(path, width, scheme)
    assert found["title"] == page.said("title")[0]
    assert found["loaded"]
    assert found["overflow"] <= 0
    assert max(found["grids"]) <= 0
    assert found["tallest"] <= 0.5  # two rows fit the window
    assert found["paper"] == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 24, 26)"}[scheme]
    assert found["recipes"] == 0
    chosen, original = found["chosen"], found["original"]
    assert chosen["width"] >= 0.4 * width
    assert original["x" if scheme == "light" else "y"] < chosen["x" if scheme == "light" else "y"]
    assert [json.loads(text) for text in found["recipe"]] == [page.recipes[1]]
    assert (found["focus"], found["closed"]) == ("Close", 0)
    assert found["said"] == [(path / "page.html").as_uri()]
