"""Check that help and version import nothing heavy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from augcli import __version__

from .running import run, run_python

HEAVY = {"numpy", "cv2", "matplotlib", "scipy", "PIL", "simplejpeg", "deflate", "tqdm", "zstandard"}


@pytest.fixture(
    scope="module",
    params=["--help", "--version", "expand --help", "preview --help"],
)
def imported(request: pytest.FixtureRequest) -> set[str]:
    """Return the modules that a command line imports which only asks for help or the version."""
    result = run_python("-X", "importtime", "-m", "augcli", *request.param.split())
    assert result.code == 0
    lines = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    names = {line.rpartition("|")[2].strip() for line in lines}
    assert "augcli.cli" in names
    return names


def test_help_imports_no_heavy_library(imported: set[str]) -> None:
    assert {name.partition(".")[0] for name in imported} & HEAVY == set()


def test_help_imports_no_engine(imported: set[str]) -> None:
    assert imported & {"augcli.engines.local", "multiprocessing"} == set()


def test_bad_use_imports_nothing_heavy(tmp_path: Path) -> None:
    result = run_python("-X", "importtime", "-m", "augcli", "expand", "--rotation", cwd=tmp_path)
    assert result.code == 2
    assert not any(f" {name}\n" in result.stderr for name in ("numpy", "cv2", "PIL"))


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (["--help"], ["preview", "expand", "--version"]),
        (["expand", "--help"], ["DATA", "OUT", "--copies", "--rotation", "Exit codes"]),
        (["preview", "--help"], ["IMAGE", "--grid", "--rotation", "--with-original"]),
    ],
    ids=lambda value: " ".join(value)[:20],
)
def test_help_lists_commands_arguments_and_flags(args: list[str], wanted: list[str]) -> None:
    result = run(*args)
    assert (result.code, result.stderr) == (0, "")
    assert [word for word in wanted if word not in result.stdout] == []
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"augcli {__version__}\n"


def test_the_installed_command_is_the_same_as_the_module() -> None:
    beside = Path(sys.executable).parent
    command = shutil.which("augcli", path=str(beside))
    if command is None:
        pytest.skip("augcli is not installed beside this Python")
    found = subprocess.run([command, "--help"], capture_output=True, check=True)
    assert found.stdout.decode().replace("\r\n", "\n") == run("--help").stdout
