"""Check that the run file is a target for make: new when a run finishes, and old until then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand, run, run_file, tree

FLAGS = ("--copies", "1", "--rotation", "5")
RULE = f"""\
out/augcli.json: $(wildcard data data/* data/*/*)
\t{sys.executable} -m augcli expand data out -q {" ".join(FLAGS)}
.PRECIOUS: out/augcli.json
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a dataset, data, of which nothing is from this hour."""
    for name in ("hat/a.png", "shoe/b.png"):
        save(tmp_path / "data" / name, photo(1, 8, 8))
    for path in (tmp_path / "data", *(tmp_path / "data").rglob("*")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return tmp_path


def test_the_time_of_the_run_file_is_that_of_the_last_run_that_finished(here: Path) -> None:
    file = here / "out" / "augcli.json"
    expand(here / "data", here / "out", *FLAGS)
    before = tree(here / "out")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    expand(here / "data", here / "out", *FLAGS)
    assert file.stat().st_mtime > 1_700_000_000
    assert tree(here / "out") == before


def test_a_run_that_finished_with_exit_code_3_counts_as_well(here: Path) -> None:
    (here / "data" / "hat" / "bad.png").touch()
    for _ in range(2):
        assert run("expand", here / "data", here / "out", *FLAGS).code == 3
        assert (here / "out" / "augcli.json").stat().st_mtime > 1_700_000_000
        os.utime(here / "out" / "augcli.json", (0, 0))


def test_the_run_file_of_a_run_that_has_not_finished_is_older_than_any_source(here: Path) -> None:
    (here / "data" / "hat" / "bad.png").touch()
    assert run("expand", here / "data", here / "out", *FLAGS, "--strict").code == 3
    assert run_file(here / "out")["totals"] is None
    assert (here / "out" / "augcli.json").stat().st_mtime < 400_000_000


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_runs_augcli_when_a_source_is_newer_and_not_otherwise(here: Path) -> None:
    (here / "Makefile").write_text(RULE, "utf-8")

    def make() -> bool:
        """Return True if make ran augcli."""
        done = subprocess.run(
            ["make"], cwd=here, capture_output=True, text=True, check=True, timeout=60
        )
        return "up to date" not in done.stdout

    assert make()
    assert not make()
    (here / "data" / "hat" / "a.png").touch()  # newer, though the same
    assert make()
    assert not make()
    save(here / "data" / "hat" / "c.png", photo(3, 8, 8))
    assert make()
    assert (here / "out" / "hat" / "c_aug001.png").exists()
    assert not make()
    (here / "data" / "shoe" / "b.png").unlink()
    assert make()
    assert not make()
