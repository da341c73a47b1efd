"""Previews of 16-bit pictures can be seen, in every mode, and say what they show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import load, photo, save_deep
from .running import run

SAID = "16-bit, shown from 173 to"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    levels = photo(0, 60, 50, 1).astype(np.uint16)
    levels = 173 + levels * np.uint16(20)
    levels[0, 0] = 173
    for name in ("a/1.tif", "b/2.tif"):
        save_deep(tmp_path / "data" / name, levels)
    return tmp_path / "data"


@pytest.mark.parametrize(
    "flags",
    [
        ["a/1.tif", "--contrast", "0.2"],
        ["a/1.tif", "--sweep", "contrast"],
        ["a/1.tif", "--each", "--contrast", "0.2", "--brightness", "0.2"],
        ["a/1.tif", "--extremes", "--contrast", "0.2", "--brightness", "0.2"],
        ["a/1.tif", "--compare", "microscopy", "medical-xray"],
        [".", "--contrast", "0.2"],
    ],
    ids=["grid", "sweep", "each", "extremes", "compare", "dataset"],
)
def test_16_bits_are_stretched_in_every_mode(data: Path, tmp_path: Path, flags: list[str]) -> None:
    assert run("preview", *flags, "-o", tmp_path / "out.png", cwd=data).code == 0
    page = np.asarray(load(tmp_path / "out.png").convert("L"))
    shades = np.count_nonzero((page > 40) & (page < 220))
    assert shades > 20_000  # nine black tiles have the gray of letters' edges alone
    html = run("preview", *flags, "--html", tmp_path / "out.html", cwd=data)
    assert html.code == 0, html.stderr
    assert SAID in (tmp_path / "out.html").read_text()


def test_8_bits_are_shown_as_they_are(tmp_path: Path, data: Path) -> None:
    save_deep(data / "a" / "8.png", photo(0, 60, 50))
    args = ("preview", data / "a" / "8.png", "--contrast", "0.2", "--html", tmp_path / "8.html")
    assert run(*args).code == 0
    assert "16-bit" not in (tmp_path / "8.html").read_text()
