"""Groups of tests with environments of their own: each is run, and none is lost in silence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
GROUPS = MAKEFILE.partition("\nGROUPS := ")[2].partition("\n")[0].split()
PYTHON = """\
#!/bin/sh
echo "$*" >> {log}
case "$2" in pip) {pip} ;; pytest) {pytest} ;; esac
"""

needs_make = pytest.mark.skipif(
    sys.platform == "win32" or not all(map(shutil.which, ("make", "timeout"))),
    reason="needs make and timeout, and a shell",
)


def make(folder: Path, target: str, pip: str = "true", pytest: str = "true") -> tuple[int, str]:
    """Run a target with stand-ins for the environments; return the exit code and stderr."""
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", ".venv/run", *(f".venv-{group}/bin/python" for group in GROUPS)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PYTHON.format(log=folder / "log", pip=pip, pytest=pytest))
        (folder / name).chmod(0o755)
    command = ["make", "--keep-going", target, "INSTALL_LIMIT=timeout 0.5"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stderr


def test_each_mark_has_a_group_and_each_group_an_extra() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    marked = {name for text in texts for name in re.findall(r'environment\(name="(\w+)"\)', text)}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert marked <= {*GROUPS}
    assert {*GROUPS} <= extras["optional-dependencies"].keys()


@needs_make
def test_the_tests_of_every_group_are_run(tmp_path: Path) -> None:
    assert make(tmp_path, "test-groups") == (0, "")
    log = (tmp_path / "log").read_text("utf-8")
    assert re.findall(r"-m pytest -m environment\(name='(\w+)'\)", log) == GROUPS


@needs_make
def test_a_group_that_fails_fails_all_but_the_others_are_run(tmp_path: Path) -> None:
    code, _ = make(tmp_path, "test-groups", pytest='case "$4" in *browser*) exit 1 ;; esac')
    assert code != 0
    assert (tmp_path / "log").read_text("utf-8").count("-m pytest") == len(GROUPS)


@needs_make
@pytest.mark.parametrize("pip", ["exit 1", "exec sleep 60"], ids=["fails", "hangs"])
def test_a_group_that_cannot_be_installed_is_skipped_aloud(tmp_path: Path, pip: str) -> None:
    code, said = make(tmp_path, "test-browser", pip=pip, pytest="exit 1")
    assert code == 0
    assert "SKIPPED: the tests of browser" in said
