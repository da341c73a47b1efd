"""Check that a run which fails at its N-th system call can always be finished."""

from __future__ import annotations

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
    """Return what went wrong in a round."""
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
INJECTED = [("rename", "ENOSPC", 2), ("fsync", "EIO", 1), ("syncfs", "EIO", 1)]


@pytest.mark.parametrize(("call", "error", "nth"), INJECTED)
def test_a_failing_kernel_call_costs_nothing_but_another_run(
    tmp_path: Path, call: str, error: str, nth: int
) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    # With a filter in the kernel, or every call of whatever kind would stop for strace.
    command: list[str | Path] = [strace, "-f", "--seccomp-bpf", "-qq", "-o", tmp_path / "trace"]
    command += ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={nth}"]
    command += [sys.executable, "-m", "augcli", "expand", data, out, *TWO]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if "INJECTED" not in (tmp_path / "trace").read_text("utf-8", "replace"):
        pytest.skip(f"strace may not trace here, or there is no {call}")
    assert done.returncode == 1, done.stderr
    assert_two_lines(done.stderr.decode())
    expand(data, out, *FLAGS)
    expand(data, tmp_path / "fresh", *FLAGS)
    assert same_trees(out, tmp_path / "fresh") == []
    assert run("verify", out).code == 0
