"""Find the pictures of the catalogue, and the files of the page: they are known by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
# The first is in a wheel, the second in a checkout.
_PICTURES = (_HERE / "pictures", _HERE.parent.parent / "docs" / "transforms")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def picture_names() -> Mapping[str, Path]:
    """Return the file of the picture of each transform that has one."""
    folder = next((one for one in _PICTURES if one.is_dir()), None)
    return {file.stem: file for file in folder.glob("*.jpg")} if folder else {}


@cache
def page_files() -> Mapping[str, tuple[Path, str]]:
    """Return the files of the page and their types, by name."""
    files = (_HERE / "page").iterdir()
    return {file.name: (file, _TYPES[file.suffix]) for file in files if file.suffix in _TYPES}
