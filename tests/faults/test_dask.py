"""Check runs on a real cluster of Dask whose processes are killed, and workers that don't fit."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Result, Tree, expand, run_python, tree
from engines.dask_processes import DaskProcesses, dask_processes, kill

import augcli

from .scene import assert_two_lines

pytestmark = pytest.mark.environment(name="dask")
FLAGS = ("--copies", "10", "--rotation", "20", "--mixup", "0.3")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dataset") / "data"
    for number in range(60):
        save(root / f"class{number % 3}" / f"{number}.png", photo(number, 96, 96))
    (root / "class0" / "broken.png").write_bytes(b"no image")
    return root


@pytest.fixture(scope="module")
def wanted(data: Path) -> Tree:
    """What a run on this machine makes."""
    out = data.parent / "local"
    assert run_python("-m", "augcli", "expand", data, out, *FLAGS).code == 3
    return tree(out)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path) as found:
        yield found


@pytest.fixture
def no_workers(tmp_path: Path) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path, workers=0) as found:
        yield found


def _command(data: Path, processes: DaskProcesses) -> list[str]:
    out = processes.folder / "out"
    on = ("--engine", "dask", "--scheduler", processes.address)
    return ["-m", "augcli", "expand", str(data), str(out), *FLAGS, *on]


def _run(data: Path, processes: DaskProcesses) -> Result:
    return run_python(*_command(data, processes), cwd=processes.folder)


def _started(data: Path, processes: DaskProcesses) -> subprocess.Popen[str]:
    """Start a run, and wait for its first copies."""
    process = subprocess.Popen(
        [sys.executable, *_command(data, processes)],
        cwd=processes.folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    end = time.monotonic() + 60
    while not any((processes.folder / "out").glob("*/[!.]*")):
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


def _kill_worker(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    os.kill(pids[0], signal.SIGKILL)


def _kill_nanny(processes: DaskProcesses, pids: list[int]) -> None:  # noqa: ARG001, called alike
    processes.running[1].kill()


@pytest.mark.parametrize("harm", [_kill_worker, _kill_nanny])
def test_a_run_goes_on_when_a_process_of_a_worker_is_killed(
    data: Path,
    wanted: Tree,
    processes: DaskProcesses,
    harm: Callable[[DaskProcesses, list[int]], None],
) -> None:
    pids = processes.pids_of_workers()
    run = _started(data, processes)
    harm(processes, pids)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 3, said
    assert tree(processes.folder / "out") == wanted


def test_a_run_that_loses_its_scheduler_ends_and_goes_on_with_the_next(
    data: Path, wanted: Tree, processes: DaskProcesses
) -> None:
    run = _started(data, processes)
    kill(processes.running[0])
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert_two_lines(said, "lost the scheduler tcp://127.0.0.1:")
    for worker in processes.running[1:]:
        kill(worker)
    processes.start_scheduler()
    processes.start_worker()
    processes.wait_for_workers(1)
    assert _run(data, processes).code == 3
    assert tree(processes.folder / "out") == wanted


@pytest.mark.parametrize(("name", "code"), [("SIGKILL", -9), ("SIGINT", 130), ("SIGTERM", 143)])
def test_a_run_that_is_stopped_goes_on_with_the_same_command(
    data: Path, wanted: Tree, processes: DaskProcesses, name: str, code: int
) -> None:
    run = _started(data, processes)
    run.send_signal(getattr(signal, name))
    _, said = run.communicate(timeout=60)
    assert run.returncode == code, said
    if code > 0:
        assert said.splitlines()[0].startswith("augcli: stopped by "), said
        assert "Traceback" not in said
    assert _run(data, processes).code == 3
    assert tree(processes.folder / "out") == wanted


def test_a_cluster_on_this_machine_makes_the_same_and_opens_no_port_to_others(
    data: Path, wanted: Tree, tmp_path: Path
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
    assert tree(out) == wanted
    assert {*done.stderr.splitlines()[:-1]} <= {"127.0.0.1"}


def test_a_scheduler_that_does_not_answer_is_told_before_any_work(
    data: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = DaskProcesses(tmp_path, silent.getsockname()[1])
        done = _run(data, nobody)
    assert done.code == 1
    assert_two_lines(done.stderr, f"the scheduler {nobody.address} does not answer")
    assert not (tmp_path / "out").exists()


def test_a_scheduler_without_workers_is_told(data: Path, no_workers: DaskProcesses) -> None:
    done = _run(data, no_workers)
    assert done.code == 1
    assert_two_lines(done.stderr, f"the scheduler {no_workers.address} has no workers")


def _other_version(folder: Path) -> dict[str, str]:
    shutil.copytree(Path(augcli.__file__).parent, folder / "other" / "augcli")
    init = folder / "other" / "augcli" / "__init__.py"
    init.write_text(init.read_text("utf-8").replace(augcli.__version__, "0.0.9"), "utf-8")
    return {"PYTHONPATH": str(folder / "other")}


def _early_version(folder: Path) -> dict[str, str]:
    (folder / "other" / "augcli").mkdir(parents=True)
    (folder / "other" / "augcli" / "__init__.py").touch()
    return {"PYTHONPATH": str(folder / "other")}


def _other_library(folder: Path) -> dict[str, str]:
    info = folder / "other" / "pillow-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pillow\nVersion: 0.1\n")
    return {"PYTHONPATH": str(folder / "other")}


def _other_processor(folder: Path) -> dict[str, str]:  # noqa: ARG001, called alike
    if platform.machine() != "x86_64":
        pytest.skip("only OpenCV on x86-64 can be told to do without a part of the processor")
    return {"OPENCV_CPU_DISABLE": "AVX2"}


@pytest.mark.parametrize(
    ("env", "named"),
    [
        (_other_version, f"augcli is {augcli.__version__} here and 0.0.9 there"),
        (_early_version, "a worker cannot load the work"),
        (_other_library, f"pillow is {version('pillow')} here and 0.1 there"),
        (_other_processor, "the processor there (x86-64 without AVX2)"),
    ],
)
def test_a_worker_that_would_make_other_bytes_is_refused(
    data: Path, no_workers: DaskProcesses, env: Callable[[Path], dict[str, str]], named: str
) -> None:
    no_workers.start_worker(env(no_workers.folder))
    done = _run(data, no_workers)
    assert done.code == 1
    assert_two_lines(done.stderr, named)
    assert tree(no_workers.folder / "out") == {}


@pytest.mark.parametrize("missing", ["data", "out"])
def test_a_worker_that_does_not_see_the_folders_is_refused_and_an_earlier_run_stays(
    data: Path, processes: DaskProcesses, missing: str
) -> None:
    # What a link of /proc leads to is the working folder of each process: not one for all.
    here = processes.folder / "here"
    here.mkdir()
    (here / "data").symlink_to(data)
    expand(data, here / "out", "--include", "class1/*", "--copies", "1")
    before = tree(here / "out")
    own = Path("/proc/self/cwd")
    if not own.exists():
        pytest.skip("a folder that is another for each process is one of /proc")
    paths = {"data": data, "out": here / "out"} | {missing: own / missing}
    on = ("--engine", "dask", "--scheduler", processes.address, "--overwrite")
    command = ("-m", "augcli", "expand", paths["data"], paths["out"], *FLAGS, *on)
    done = run_python(*command, cwd=here)
    assert done.code == 1
    assert_two_lines(done.stderr, f"{own / missing} there is not the folder of that name here")
    assert tree(here / "out") == before
