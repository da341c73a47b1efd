"""Make small datasets, run the scripts that disturb runs, and check the results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Record, Result, expand, run_python, skipped, tree

HERE = Path(__file__).parent
SMALL = ("hat/a.png", "shoe/b.jpg")
FLAGS = ("--copies", "2", "--rotation", "20")
# For scripts that fork: threads of libraries would be missing in their children, and waited for.
FORKING = {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
FORKING["PYTHONPATH"] = str(HERE.parent)


def small_dataset(root: Path, *names: str) -> Path:
    """Make a dataset of tiny pictures, each different, and return its folder."""
    for number, name in enumerate(names or SMALL):
        save(root / name, photo(number, 8, 8))
    return root


def finished_run(factory: pytest.TempPathFactory, *names: str) -> Path:
    """Make a folder with a dataset of tiny pictures, ``data``, and its expansion, ``out``."""
    root = factory.mktemp("earlier")
    expand(small_dataset(root / "data", *names), root / "out", *FLAGS)
    return root


def rounds(script: str, *arguments: str | Path) -> list[Record]:
    """Run a script of this package and return its rounds."""
    result = run_python("-m", f"faults.{script}", *arguments, env=FORKING)
    assert result.code == 0, result.stderr
    return read_rounds(result.stdout)


def read_rounds(stdout: str) -> list[Record]:
    """Parse what a script printed: a line of JSON for each round."""
    return [json.loads(line) for line in stdout.splitlines()]


def assert_two_lines(stderr: str, *named: str) -> None:
    """Check that stderr ends with a problem, naming ``named``, and the way out; no traceback."""
    lines = stderr.splitlines()
    assert "Traceback" not in stderr, stderr
    told = [line for line in lines if line.startswith("augcli: ")]
    assert len(told) == 1, stderr
    assert lines[-2] == told[0], stderr
    assert lines[-1].startswith("  -> "), stderr
    for part in named:
        assert part in told[0], stderr


def assert_all_accounted_for(found: Record, out: Path, sources: int) -> None:
    """Check the sums of a finished run (``--json``), and that each problem is reported once."""
    assert found["finished"] is True
    assert found["sources"] == sources
    for row in (found, *found["classes"].values()):
        given = row["expanded"] + row["bad"] + row["refused"] + row["skipped"]
        assert row["sources"] == given, row
    names = [record["source"] for record in found["problems"]]
    assert len(names) == len(set(names)) == sources - found["expanded"]
    assert skipped(out) == found["problems"]


def assert_sound(result: Result, code: int = 0) -> None:
    """Check the exit code, and that there is no traceback."""
    assert "Traceback" not in result.stderr + result.stdout, result.stderr
    assert result.code == code, result


def skip_without_links(folder: Path) -> None:
    """Skip the test where symbolic links can't be made."""
    try:
        (folder / "probe").symlink_to("nowhere")
    except OSError:
        pytest.skip("no symbolic links here")
    (folder / "probe").unlink()


def same_trees(one: Path, other: Path) -> list[str]:
    """Return the names in which two trees differ: easier to read than the trees."""
    first, second = tree(one), tree(other)
    return sorted(n for n in first.keys() | second.keys() if first.get(n) != second.get(n))
