"""A run that fails at its N-th call of the system, for N = 1, 2, 3, …, can always be finished."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import Record, expand, run

from .scene import FLAGS, assert_two_lines, rounds, same_trees, small_dataset

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, and signals")

ONE = (*FLAGS, "--workers", "1")
TWO = (*FLAGS, "--workers", "2")
DURABLE = (*ONE, "--durable")
ORIGINALS = (*ONE, "--originals", "copy")

# What happens when it is the parent process is another matter than when it is a worker.
KILLS = [("replace", "group", ONE), ("fsync", "caller", DURABLE), ("write", "caller", ORIGINALS)]
ERRORS = [("replace", "ENOSPC", ORIGINALS), ("write", "EDQUOT", ONE), ("fsync", "EIO", DURABLE)]
ERRORS += [("open", "EMFILE", TWO)]
# Not every failure counts: tempfile goes to the next place.
HARMLESS = {"write"}


def _problems(found: Record, codes: set[int]) -> list[str]:
    """What a round has shown to be wrong."""
    told = [line.split(":")[0] for line in found["said"].splitlines()]
    two_lines = len(told) == 2 and told[0] == "augcli" and told[1].startswith("  -> ")
    checks = {
        f"ends with {found['code']}": found["code"] in codes,
        f"does not end in two lines: {found['said']}": found["code"] != 1 or two_lines,
        f"leaves torn files: {found['torn']}": not found["torn"],
        "leaves workers": found["workers_gone"],
        f"cannot be finished: {found['said_again']}": found["again"] == 0,
        f"is finished otherwise: {found['differing']}": not found["differing"],
    }
    return [f"call {found['nth']}: {what}" for what, fine in checks.items() if not fine]


@pytest.mark.parametrize(("call", "fault", "flags"), [*KILLS, *ERRORS])
def test_a_run_stopped_at_any_call_leaves_whole_files_and_is_finished_by_the_next(
    tmp_path: Path, call: str, fault: str, flags: tuple[str, ...]
) -> None:
    small_dataset(tmp_path / "data")
    *disturbed, undisturbed = rounds("stop_at_nth", tmp_path, call, fault, *flags)
    assert (undisturbed["reached"], undisturbed["code"]) == (False, 0)
    assert disturbed
    # A worker that is killed once does no harm: its source is tried again.
    codes = {"group": {137}, "caller": {0, 137}}.get(fault, {1})
    codes |= {0} if call in HARMLESS and fault not in ("group", "caller") else set()
    assert [what for found in disturbed for what in _problems(found, codes)] == []


# A failing disk as the kernel tells of it, where no Python is in between.
INJECTED = [
    ("rename", "signal=SIGKILL"),
    ("fsync", "error=EIO"),
    ("syncfs", "error=EIO"),
]


@pytest.mark.parametrize(("call", "fault"), INJECTED)
def test_a_failing_kernel_call_costs_nothing_but_another_run(
    tmp_path: Path, call: str, fault: str
) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    nth = 2 if call == "rename" else 1
    command: list[str | Path] = [
        strace,
        "-f",
        "-qq",
        "-o",
        tmp_path / "trace",
        "-e",
        f"trace={call}",
    ]
    command += ["-e", f"inject={call}:{fault}:when={nth}", sys.executable, "-m", "augcli"]
    done = subprocess.run(
        [*command, "expand", data, out, *TWO], capture_output=True, check=False, timeout=120
    )
    trace = (tmp_path / "trace").read_text("utf-8", "replace")
    if "INJECTED" not in trace and not re.search(r"killed by SIGKILL", trace):
        pytest.skip(f"strace may not trace here, or there is no {call}")
    if fault.startswith("error"):
        assert done.returncode == 1, done.stderr
        assert_two_lines(done.stderr.decode())
    expand(data, out, *FLAGS)
    expand(data, tmp_path / "fresh", *FLAGS)
    assert same_trees(out, tmp_path / "fresh") == []
    assert run("verify", out).code == 0
