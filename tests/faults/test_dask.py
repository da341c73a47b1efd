"""Check runs on a real cluster of Dask whose processes are killed or frozen while it works."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import Tree, run_python, tree
from engines.dask_processes import DaskProcesses, dask_processes, kill

from .dask_runs import FLAGS, make_photos, run_on, started
from .scene import assert_two_lines

pytestmark = [
    pytest.mark.environment(name="dask"),
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals that stop processes"),
]
Flags = tuple[str, ...]
FOLDERS: Flags = ()
SHARDS: Flags = ("--layout", "webdataset", "--shard-count", "8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_photos(tmp_path_factory.mktemp("dataset") / "data")


@pytest.fixture(scope="module")
def wanted(data: Path) -> dict[Flags, Tree]:
    """What a run on this machine makes, by the flags of its layout."""
    trees: dict[Flags, Tree] = {}
    for flags in (FOLDERS, SHARDS):
        out = data.parent / f"local{len(trees)}"
        assert run_python("-m", "augcli", "expand", data, out, *FLAGS, *flags).code == 3
        trees[flags] = tree(out)
    return trees


def _kill_worker(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    os.kill(pids[0], signal.SIGKILL)


def _kill_nanny(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    processes.running[1].kill()


def _replace_all(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    for nanny in processes.running[1:]:
        kill(nanny)
    for _ in range(2):
        processes.start_worker()


def _freeze_for_a_while(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    os.kill(pids[0], signal.SIGSTOP)
    time.sleep(3)
    os.kill(pids[0], signal.SIGCONT)


@pytest.mark.parametrize(
    ("harm", "flags"),
    [
        (_kill_worker, FOLDERS),
        (_kill_worker, SHARDS),
        (_kill_nanny, FOLDERS),
        (_replace_all, SHARDS),
        (_freeze_for_a_while, FOLDERS),
    ],
)
def test_a_run_goes_on_whatever_happens_to_its_workers(
    data: Path,
    wanted: dict[Flags, Tree],
    processes: DaskProcesses,
    harm: Callable[[DaskProcesses, list[int]], None],
    flags: Flags,
) -> None:
    pids = processes.pids_of_workers()
    run = started(processes, data, *flags)
    harm(processes, pids)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 3, said
    assert tree(processes.folder / "out") == wanted[flags]


@pytest.mark.parametrize("flags", [FOLDERS, SHARDS])
def test_a_machine_that_freezes_is_done_without_and_harms_nothing_when_it_goes_on(
    data: Path, wanted: dict[Flags, Tree], tmp_path: Path, flags: Flags
) -> None:
    patience = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "2s"}
    with dask_processes(tmp_path, env=patience) as processes:
        machine = processes.running[1].pid  # the group of a worker and of all that it starts
        run = started(processes, data, *flags)
        os.killpg(machine, signal.SIGSTOP)
        _, said = run.communicate(timeout=120)
        assert run.returncode == 3, said
        assert tree(tmp_path / "out") == wanted[flags]
        os.killpg(machine, signal.SIGCONT)
        assert run_on(processes, data, *flags).code == 3
    # What the machine was writing when it was killed may be there too, under a temporary name.
    assert tree(tmp_path / "out").items() >= wanted[flags].items()


@pytest.mark.parametrize("flags", [FOLDERS, SHARDS])
def test_a_run_that_loses_its_scheduler_ends_and_goes_on_with_the_next(
    data: Path, wanted: dict[Flags, Tree], processes: DaskProcesses, flags: Flags
) -> None:
    run = started(processes, data, *flags)
    scheduler, *workers = processes.running
    kill(scheduler)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert_two_lines(said, "lost the scheduler tcp://127.0.0.1:")
    for worker in workers:
        worker.wait(60)  # workers of Dask end by themselves then
    processes.start_scheduler()
    processes.start_worker()
    processes.wait_for_workers(1)
    assert run_on(processes, data, *flags).code == 3
    assert tree(processes.folder / "out") == wanted[flags]


@pytest.mark.parametrize(
    ("name", "flags"), [("SIGKILL", FOLDERS), ("SIGINT", SHARDS), ("SIGTERM", FOLDERS)]
)
def test_a_run_that_is_stopped_goes_on_with_the_same_command(
    data: Path, wanted: dict[Flags, Tree], processes: DaskProcesses, name: str, flags: Flags
) -> None:
    run = started(processes, data, *flags)
    run.send_signal(getattr(signal, name))
    _, said = run.communicate(timeout=60)
    assert run.returncode == {"SIGKILL": -9, "SIGINT": 130, "SIGTERM": 143}[name], said
    if name != "SIGKILL":
        assert said.splitlines()[0].startswith("augcli: stopped by "), said
        assert "Traceback" not in said
    assert run_on(processes, data, *flags).code == 3
    assert tree(processes.folder / "out") == wanted[flags]


def test_a_cluster_on_this_machine_makes_the_same_and_opens_no_port_to_others(
    data: Path, wanted: dict[Flags, Tree], tmp_path: Path
) -> None:
    script = (
        "import sys, socket; bind = socket.socket.bind\n"
        "def told(self, address):\n"
        "    if self.family != socket.AF_UNIX: print(address[0], file=sys.stderr)\n"
        "    bind(self, address)\n"
        "socket.socket.bind = told\n"
        "from augcli.cli import main; main(sys.argv[1:])"
    )
    out = tmp_path / "out"
    done = run_python("-c", script, "expand", data, out, *FLAGS, "--engine", "dask", "-q")
    assert done.code == 3, done.stderr
    assert tree(out) == wanted[FOLDERS]
    assert {*done.stderr.splitlines()[:-1]} <= {"127.0.0.1"}
