"""Make web pages with ``augcli preview --html``, and take them apart."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from .pictures import photo, save
from .running import run

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


def make_photo_page(folder: Path) -> Path:
    """Make the dataset ``data`` of one photo, ``hat/a.png``, and its ``page.html``."""
    save(folder / "data" / "hat" / "a.png", photo(1, 300, 200))
    make_page(folder, "data/hat/a.png", *FLAGS, "--grid", "2x2")
    return folder


def make_hostile_page(folder: Path) -> Path:
    """Make a dataset whose classes and files have names that no page should obey, and its page."""
    if sys.platform == "win32":
        pytest.skip("needs names that Windows refuses")
    names = [os.fsencode(name.replace("/", "\N{DIVISION SLASH}")) for name in HOSTILE]
    for number, name in enumerate([*names, b"\xff\xfe not UTF-8"]):
        for ending in ("png", "jpg"):
            file = f"{os.fsdecode(name)}.{ending}"
            save(folder / "data" / os.fsdecode(name) / file, photo(number))
    # Recipes name the other picture.
    make_page(folder, "data", "--mixup", "0.2,0.5", "--chance", "mixup=1", "--grid", "4x6")
    return folder


def make_page(folder: Path, *args: str) -> Page:
    """Run preview in a folder, and return the page that it writes."""
    result = run("preview", *args, "--html", "page.html", cwd=folder)
    assert (result.code, result.stdout) == (0, "page.html\n"), result.stderr
    return read_page(folder)


def read_page(folder: Path) -> Page:
    """Read the page in a folder."""
    return Page((folder / "page.html").read_text("utf-8"))


def assert_needs_nothing_else(page: Page) -> None:
    """Check that a page needs no script, no network and no other file, and forbids them."""
    (policy,) = (one["content"] for one in page.all("meta") if "http-equiv" in one)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (style,) = page.said("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert "script-src" not in rules
    kinds = {tag for tag, _ in page.elements}
    assert not kinds & {"script", "link", "iframe", "object", "base", "form"}
    # Two slashes may also be in the base64 of pictures and of the digest.
    written = page.text.replace(digest, "")
    without_pictures = re.sub(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]*", "data:", written)
    assert not re.search(r"https?:|//|@import", without_pictures)
    assert set(re.findall(r"url\(([^)]*)\)", without_pictures)) <= {"data:"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:").startswith("data:")
