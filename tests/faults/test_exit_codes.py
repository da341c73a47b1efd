"""Check that rights and disks are exit code 1 everywhere, and mistyped paths exit code 2."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli.running import run, run_python

from .rights import without_rights
from .scene import assert_two_lines, finished_run

if sys.platform == "win32":
    pytest.skip("needs the permissions of files", allow_module_level=True)

TURN = '[[step]]\ntransform = "rotation"\ndegrees = 3\n'
# Every command that writes: into the folder shut, or into out.
WRITING = [
    "expand data shut/out",
    "expand data shut",
    "expand data out --copies 3 --rotation 20",
    "preview data/hat/a.png --grid 1x1 -o shut/figure.png",
    "preview data/hat/a.png --grid 1x1 --html shut/folder/page.html",
    "preview data/hat/a.png --grid 1x1 -o figure.png --save-config shut/aug.toml",
    "config init shut/aug.toml",
    "export --to keras -o shut/code.py",
    "import ImageDataGenerator(rotation_range=20) --save-config shut/aug.toml",
    "replay out --data data --all -o shut/again",
]
# Every command that reads a file that the user names, and that file.
READING = [
    ("data", "expand data new"),
    ("data", "preview data"),
    ("data", "replay out --all --data data"),
    ("data", "verify out data --deep"),
    ("data/hat/a.png", "preview data/hat/a.png"),
    ("aug.toml", "expand data new --config aug.toml"),
    ("aug.toml", "config show aug.toml"),
    ("aug.toml", "config check aug.toml"),
    ("aug.toml", "preview data/hat/a.png --compare natural aug.toml"),
    ("train.py", "import train.py"),
    ("mask.png", "replay out hat/a_aug001.png --data data --mask mask.png -o masks"),
    ("out", "verify out"),
    ("out/augcli.json", "expand data out"),
    ("out/augcli.json", "replay out --all --data data"),
    ("out/manifest.jsonl", "expand data out --copies 2 --rotation 20"),
    ("out/manifest.jsonl", "verify out"),
    ("shut", "expand shut/data new"),
    ("shut", "expand data shut/out"),
    ("shut", "config check shut/aug.toml"),
]
LONG = "x" * 300
MISTYPED = [
    f"expand data {LONG}",
    f"expand {LONG} new",
    f"expand data new --config {LONG}",
    f"preview {LONG}",
    f"preview data/hat/a.png -o {LONG}.png",
    "expand data loop",
    "config check loop",
    "config check nothing",
    "config check data",
    "expand data aug.toml/out",
    "export --to keras -o aug.toml/code.py",
    "replay out --all --data nothing",
    "replay out --all --data data -o aug.toml/again",
    "verify nothing",
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = finished_run(tmp_path_factory)
    shutil.copy(root / "data" / "hat" / "a.png", root / "mask.png")
    (root / "aug.toml").write_text(TURN, "utf-8")
    (root / "train.py").write_text("ImageDataGenerator(rotation_range=20)", "utf-8")
    (root / "loop").symlink_to("loop")
    (root / "shut").mkdir()
    return root


@contextmanager
def _mode(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        with without_rights():
            yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize("line", WRITING)
def test_a_folder_that_may_not_be_written_is_exit_code_1(here: Path, line: str) -> None:
    with _mode(here / "shut", 0o555), _mode(here / "out", 0o555):
        result = run(*line.split(), cwd=here)
    assert result.code == 1, result
    assert_two_lines(result.stderr, "Permission denied")
    assert result.stderr.endswith("  -> get the permission for it, or give another path\n")


@pytest.mark.parametrize(("shut", "line"), READING)
def test_a_file_that_may_not_be_read_is_exit_code_1(here: Path, shut: str, line: str) -> None:
    with _mode(here / shut, 0):
        result = run(*line.split(), cwd=here)
    assert result.code == 1, result
    assert_two_lines(result.stderr, shut, "Permission denied")


def test_verify_calls_no_file_missing_in_a_folder_that_may_not_be_entered(here: Path) -> None:
    # In a process of its own, as the workers must have no rights either.
    code = f"with rights.without_rights(): main(['verify', {str(here / 'out')!r}, '--json'])"
    start = "from augcli.cli import main; import rights\n"
    with _mode(here / "out" / "hat", 0):
        result = run_python("-c", start + code, cwd=Path(__file__).parent)
    assert result.code == 3, result
    assert {found["kind"] for found in result.json["differences"]} == {"unreadable"}


@pytest.mark.parametrize("line", MISTYPED)
def test_a_path_that_cannot_be_right_is_exit_code_2(here: Path, line: str) -> None:
    result = run(*line.split(), cwd=here)
    assert result.code == 2, result
    assert_two_lines(result.stderr)
