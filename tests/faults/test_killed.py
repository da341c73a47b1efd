"""Check that a run signalled at any moment leaves whole files and no workers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Record, expand, outputs, records, run, run_python, tree

from .scene import FORKING, HERE, read_rounds, same_trees, small_dataset

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, and signals")

CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 143, "SIGKILL": 137}
FLAGS = ("--copies", "8", "--rotation", "20")
TWO = ("--workers", "2")


def _moments(name: str, target: str, count: int) -> list[str]:
    random_ = random.Random(f"{name} {target}")
    # The first is at once: others may come too late, on a machine whose speed varies.
    shares = [0.0, *(random_.random() for _ in range(count - 1))]
    return [f"{name} {target} {share:.3f}" for share in shares]


# A terminal signals all processes of the run; kill only the one.
TIMES = {
    "interrupted": _moments("SIGINT", "group", 6) + _moments("SIGINT", "parent", 4),
    "ended": _moments("SIGTERM", "parent", 3) + _moments("SIGTERM", "group", 3),
    "hung-up": _moments("SIGHUP", "parent", 2) + _moments("SIGHUP", "group", 2),
    "killed": _moments("SIGKILL", "parent", 4) + _moments("SIGKILL", "group", 2),
}


def _data(root: Path) -> Path:
    for number in range(6):
        save(root / f"class{number % 2}" / f"{number}.png", photo(number, 24, 24))
    return root


def _rounds(root: Path, moments: list[str]) -> list[Record]:
    _data(root / "data")
    script: list[str | Path] = [sys.executable, "-m", "faults.signal_at_times", root, *FLAGS, *TWO]
    text = "\n".join(moments)
    done = subprocess.run(
        script,
        input=text,
        env={**os.environ, **FORKING},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    found = read_rounds(done.stdout)
    assert len(found) == len(moments)
    return found


def _problems(found: Record, code: int) -> list[str]:
    lines = found["said"].splitlines()
    one_line = len(lines) == 1 and lines[0].startswith("augcli: stopped by ")
    stopped = found["code"] == code and code in (130, 143)
    checks = {
        f"ends with {found['code']}: {found['said']}": found["code"] in (0, code),
        f"says {found['said']}": not stopped or one_line,
        f"leaves torn files: {found['torn']}": not found["torn"],
        f"leaves temporary files: {found['temps']}": code == 137 or not found["temps"],
        "leaves workers": found["workers_gone"],
        f"cannot be finished: {found['said_again']}": found["again"] == 0,
        f"is finished otherwise: {found['differing']}": not found["differing"],
    }
    return [f"{found['when']}: {what}" for what, fine in checks.items() if not fine]


@pytest.mark.parametrize("times", TIMES)
def test_a_run_stopped_at_any_moment_leaves_whole_files_and_is_finished_by_the_next(
    tmp_path: Path, times: str
) -> None:
    found = _rounds(tmp_path, TIMES[times])
    code = CODES[TIMES[times][0].split()[0]]
    assert [what for one in found for what in _problems(one, code)] == []
    assert code in {one["code"] for one in found}, "no signal came in time"


def test_a_worker_killed_at_any_moment_costs_nothing(tmp_path: Path) -> None:
    found = _rounds(tmp_path, _moments("SIGKILL", "worker", 5))
    assert [what for one in found for what in _problems(one, 0)] == []


def _started(data: Path, out: Path, *flags: str, ignoring: str = "") -> subprocess.Popen[str]:
    """Start a run that takes some seconds, and wait for its first output."""
    code = "import signal, sys; sys.argv[0] = 'augcli'; from augcli.cli import main; "
    if ignoring:
        code += f"signal.signal(signal.{ignoring}, signal.SIG_IGN); "
    process = subprocess.Popen(
        [sys.executable, "-c", code + "main()", "expand", data, out, *FLAGS, *TWO, *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not any(out.glob("*/[!.]*")):
        assert time.monotonic() < until
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_has_done_its_work_is_not_stopped_any_more(tmp_path: Path, name: str) -> None:
    code = (
        "import os, signal, sys; from augcli.cli import main; leave = sys.exit\n"
        f"def stopped(code): os.kill(os.getpid(), signal.{name}); leave(code)\n"
        "sys.exit = stopped; main(sys.argv[1:])"
    )
    done = run_python("-c", code, "expand", _data(tmp_path / "data"), tmp_path / "out", *FLAGS)
    assert (done.code, done.stderr) == (0, "")
    assert len(outputs(tmp_path / "out")) > 0


def _killed(root: Path) -> tuple[Path, Path]:
    """Return a dataset, and the OUT of a run on it that was killed."""
    data, out = _data(root / "data"), root / "out"
    for number in range(20):
        save(data / "more" / f"{number}.png", photo(number, 64, 64))
    process = _started(data, out)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return data, out


def test_what_a_killed_run_made_does_not_stay_when_it_is_started_anew_in_another_format(
    tmp_path: Path,
) -> None:
    data, out = _killed(tmp_path)
    assert outputs(out), "it was killed too early"
    small = ("--copies", "1", "--rotation", "20", "--format", "jpg")
    expand(data, out, *small, "--overwrite")
    expand(data, tmp_path / "fresh", *small)
    assert same_trees(out, tmp_path / "fresh") == []


def test_what_a_killed_run_made_of_a_source_that_is_gone_is_told_and_pruned(
    tmp_path: Path,
) -> None:
    data, out = _killed(tmp_path)
    first = next(name for name in sorted(outputs(out)) if ".augcli" not in name)
    (data / f"{first.rpartition('_aug')[0]}.png").unlink()
    expand(data, out, *FLAGS, "--prune")
    assert first not in tree(out)
    assert run("verify", out).code == 0


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_worker_signalled_while_it_is_forked_does_not_take_itself_for_the_parent(
    tmp_path: Path, name: str
) -> None:
    data = small_dataset(tmp_path / "data")
    script = HERE / "signalled_at_fork.py"
    result = run_python(script, name, "expand", data, tmp_path / "out", *FLAGS, *TWO)
    assert (result.code, result.stderr) == (0, "")
    assert len(records(tmp_path / "out")) == 16


@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT"])
def test_a_signal_that_the_shell_has_ignored_stays_ignored(tmp_path: Path, name: str) -> None:
    data = _data(tmp_path / "data")  # nohup ignores SIGHUP; a script's "&" ignores SIGINT
    process = _started(data, tmp_path / "out", "--size", "400x400", ignoring=name)
    os.killpg(process.pid, signal.Signals[name])
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    assert len(records(tmp_path / "out")) == 48


def test_ctrl_c_while_the_program_loads_shows_no_traceback(tmp_path: Path) -> None:
    data = small_dataset(tmp_path / "data")
    script = HERE / "interrupted_while_loading.py"
    for module in (
        "click",
        "augcli.cli",
        "augcli.expansion.expand",
        "augcli.expansion.dry_run",
        "augcli.engines.local",
    ):
        result = run_python(script, module, "expand", data, tmp_path / "out", *FLAGS)
        assert result.code == 130, result.stderr
        assert result.stderr.startswith("augcli: stopped by Ctrl-C; ")
        assert len(result.stderr.splitlines()) == 1
