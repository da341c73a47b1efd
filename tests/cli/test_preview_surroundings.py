"""``augcli preview`` without a display, and with odd settings and folders of matplotlib."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from faults.scene import assert_two_lines

from .running import run, run_python

FLAGS = ("--rotation", "30", "--grid", "2x1")
NO_DISPLAY: dict[str, str | None] = {"DISPLAY": None, "WAYLAND_DISPLAY": None}


@pytest.fixture
def here(two_images: Path, tmp_path: Path) -> Path:
    """A folder with the dataset ``data``; commands run in it."""
    shutil.copytree(two_images, tmp_path / "data")
    return tmp_path


def test_show_without_a_display_says_so_and_ends_well(here: Path) -> None:
    result = run("preview", "data/hat/a.jpg", *FLAGS, "--show", cwd=here, env=NO_DISPLAY)
    assert (result.code, result.stdout) == (0, "hat_a_preview.png\n")
    assert "no display" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("home", [None, "/nonexistent/home"])
def test_neither_a_home_nor_a_display_is_needed(here: Path, home: str | None) -> None:
    surroundings = {"HOME": home, "MPLBACKEND": "TkAgg", "USERPROFILE": home, **NO_DISPLAY}
    result = run("preview", "data/hat/a.jpg", *FLAGS, cwd=here, env=surroundings)
    assert (result.code, result.stdout) == (0, "hat_a_preview.png\n")
    assert "Traceback" not in result.stderr


def test_settings_of_matplotlib_do_not_change_the_figure(here: Path) -> None:
    command = ("preview", "data/hat/a.jpg", *FLAGS)
    run(*command, cwd=here)
    plain = (here / "hat_a_preview.png").read_bytes()
    settings = "image.origin: lower\nsavefig.bbox: tight\nsavefig.dpi: 50\ntext.usetex: True\n"
    (here / "matplotlibrc").write_text(settings, "utf-8")
    assert run(*command, cwd=here).code == 0
    assert (here / "hat_a_preview.png").read_bytes() == plain


@pytest.mark.skipif(sys.platform == "win32", reason="needs a home that can't be made")
def test_matplotlib_complains_neither_of_its_settings_nor_of_its_folders(here: Path) -> None:
    (here / "matplotlibrc").write_text("this is no setting\n", "utf-8")
    surroundings = {"HOME": "/dev/null", "MPLCONFIGDIR": None, "XDG_CONFIG_HOME": None}
    result = run("preview", "data/hat/a.jpg", *FLAGS, cwd=here, env=surroundings)
    assert (result.code, result.stdout, result.stderr) == (0, "hat_a_preview.png\n", "")


def test_a_backend_of_matplotlib_that_does_not_exist_is_told_in_two_lines(here: Path) -> None:
    result = run("preview", "data/hat/a.jpg", *FLAGS, cwd=here, env={"MPLBACKEND": "nonsense"})
    assert result.code == 1
    assert_two_lines(result.stderr, "'nonsense' is not a valid value for backend")


def test_a_matplotlibrc_that_is_not_text_is_told_in_two_lines(here: Path) -> None:
    (here / "matplotlibrc").write_bytes(b"\xff\xfe\x00")
    result = run("preview", "data/hat/a.jpg", *FLAGS, cwd=here, env={"HOME": str(here)})
    assert result.code == 1
    assert_two_lines(result.stderr, "utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder one is in")
def test_a_folder_that_was_removed_under_the_user_is_told(here: Path) -> None:
    code = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "from augcli.cli import main; main(sys.argv[1:])"
    )
    result = run_python("-c", code, "preview", here / "data/hat/a.jpg", *FLAGS, cwd=here)
    assert result.code == 1
    assert "the folder that you are in is not there any more" in result.stderr
