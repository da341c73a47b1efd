"""Check that a source whose worker dies or hangs is reported as bad."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli.running import outputs, records, run, run_python, skipped

from .scene import FLAGS, HERE, assert_all_accounted_for, assert_sound, small_dataset

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

NAMES = ("hat/a.png", "hat/b.png", "hat/poison.png", "shoe/c.png", "shoe/d.png")
POISONS = {
    "crash": "worker-died",
    "exit": "worker-died",
    "hang": "timeout",
    "memory": "memory",
    "chatter": "undecodable",
}


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_source_costs_itself_and_leaves_nothing_behind(
    tmp_path: Path, poison: str, after: int
) -> None:
    data, out = small_dataset(tmp_path / "data", *NAMES), tmp_path / "out"
    flags = (*FLAGS, "--workers", "2", "--timeout", "2", "--json")
    script = (HERE / "poison.py", poison, str(after))
    result = run_python(*script, "expand", data, out, *flags)
    assert_sound(result, 3)
    assert_all_accounted_for(result.json, out, 5)
    found = [(r["source"], r["reason"]) for r in skipped(out)]
    assert found == [("hat/poison.png", POISONS[poison])]
    assert "chatter\n" not in result.stderr
    assert outputs(out).keys() == {record["file"] for record in records(out)}
    assert len(records(out)) == 8
    assert_sound(run("verify", out, cwd=tmp_path))
