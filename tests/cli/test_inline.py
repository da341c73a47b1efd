"""``augcli preview --inline``: what is printed is decoded again, and compared with the figure."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from .escapes import NAMES_OF_TERMINALS, decode_blocks, decode_sixels
from .pictures import load, photo, save
from .running import assert_refused, run, run_python

Picture = NDArray[Any]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one photo, ``a.png``."""
    folder = tmp_path_factory.mktemp("inline")
    save(folder / "a.png", photo(1, 60, 45))
    return folder


def _shown(here: Path, way: str, rotation: str = "20") -> tuple[str, Picture]:
    """Show two copies one way; give what was printed, and the figure."""
    command = ("preview", "a.png", "--rotation", rotation, "--grid", "2x1", "-o", "f.png")
    result = run(*command, "--inline", way, cwd=here)
    assert (result.code, result.stdout) == (0, "f.png\n"), result.stderr
    return result.stderr, np.asarray(load(here / "f.png"))


def test_kitty_gets_the_figure_as_png_in_pieces_and_is_told_not_to_answer(here: Path) -> None:
    text, figure = _shown(here, "kitty")
    assert re.fullmatch(r"(\x1b_G[^;\x1b]*;[^\x1b]*\x1b\\)+\n", text)
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", text)
    keys = [dict(key.split("=") for key in found.split(",")) for found, _ in pieces]
    assert len(pieces) > 1
    assert {"a": "T", "f": "100"}.items() <= keys[0].items()
    assert [one["m"] for one in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert {one["q"] for one in keys} == {"2"}
    assert max(len(data) for _, data in pieces) == 4096
    data = base64.b64decode("".join(data for _, data in pieces), validate=True)
    assert np.array_equal(np.asarray(load(data)), figure)


def test_iterm2_gets_the_figure_as_png(here: Path) -> None:
    text, figure = _shown(here, "iterm2")
    found = re.fullmatch(r"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)\a\n", text)
    assert found
    keys = dict(key.split("=") for key in found[1].split(";"))
    data = base64.b64decode(found[2], validate=True)
    assert keys == {
        "inline": "1",
        "size": str(len(data)),
        "width": f"{figure.shape[1]}px",
        "height": "auto",
    }
    assert np.array_equal(np.asarray(load(data)), figure)


def test_sixels_are_the_figure_in_256_colours(here: Path) -> None:
    text, figure = _shown(here, "sixel")
    decoded, colours = decode_sixels(text)
    assert len(colours) <= 256
    _assert_alike(decoded, figure)


@pytest.mark.skipif(not shutil.which("sixel2png"), reason="needs sixel2png, of libsixel-bin")
def test_another_decoder_of_sixels_sees_the_same(here: Path) -> None:
    text, figure = _shown(here, "sixel")
    done = subprocess.run(["sixel2png"], input=text.encode(), capture_output=True, check=True)
    other = np.asarray(load(done.stdout).convert("RGB"))
    assert np.abs(other.astype(int) - decode_sixels(text)[0]).max() <= 1
    _assert_alike(other, figure)


@pytest.mark.parametrize(("colours", "most"), [("truecolor", 0), ("", 24)])
def test_blocks_are_the_pictures_with_their_captions_as_text(
    monkeypatch: pytest.MonkeyPatch, here: Path, colours: str, most: float
) -> None:
    for name in NAMES_OF_TERMINALS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", colours)
    text, _ = _shown(here, "blocks", "0,0")
    lines, captions = decode_blocks(text)
    # Before the figure stands the note that both copies are the untouched picture.
    assert [line.split() for line in captions[-2:]] == [
        ["#1", "unchanged", "#2", "unchanged"],
        ["rotation", "–", "rotation", "–"],
    ]
    width = 39  # half of 80 columns, but for the gap
    small = load(here / "a.png").resize((width, 29), 4)
    for left in (0, width):
        found = lines[:, left : left + width].astype(float)
        assert found.shape[:2] == (30, width)
        assert np.abs(found[:29] - np.asarray(small)).mean() <= most
        assert np.isnan(found[29]).all()


def test_hostile_names_reach_the_terminal_as_escapes(tmp_path: Path) -> None:
    for name in ("a\x1b[2J", "b\u202e", "c\n"):
        save(tmp_path / "data" / name / "x.png", photo(1))
    result = run("preview", "data", "--grid", "2x3", "--inline", "blocks", cwd=tmp_path)
    assert result.code == 0
    assert "a\\x1b[2J (1 image)" in result.stderr
    assert "b\\u202e (1 image)" in result.stderr
    assert "c\\n (1 image)" in result.stderr
    assert "\x1b[2J" not in result.stderr


def test_nothing_is_shown_where_there_is_no_terminal(here: Path) -> None:
    assert _shown(here, "auto")[0] == ""


def test_none_shows_nothing_and_another_word_is_refused(here: Path) -> None:
    assert _shown(here, "none")[0] == ""
    assert_refused(run("preview", "a.png", "--inline", "ascii", cwd=here), "--inline", "ascii")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize("way", ["auto", "blocks"])
def test_the_figure_is_made_even_if_stderr_is_closed(here: Path, way: str) -> None:
    command = ("preview", "a.png", "--rotation", "20", "-o", "f.png", "--inline", way)
    program = (
        "import os, sys; os.close(2); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    result = run_python("-c", program, "-m", "augcli", *command, cwd=here)
    assert (result.code, result.stdout) == (0, "f.png\n")


def _assert_alike(found: Picture, figure: Picture) -> None:
    """Check that a picture is another in fewer colours: dots hide it, so areas are compared."""
    assert found.shape == figure.shape
    height, width = (side // 8 * 8 for side in figure.shape[:2])

    def areas(picture: Picture) -> Picture:
        tiles = picture[:height, :width].reshape(height // 8, 8, width // 8, 8, 3)
        return np.asarray(tiles.mean(axis=(1, 3)))

    apart = np.abs(areas(found) - areas(figure))
    assert apart.mean() < 2
    assert np.percentile(apart, 99) < 8
    assert np.abs(found.astype(float) - figure).mean() < 6
