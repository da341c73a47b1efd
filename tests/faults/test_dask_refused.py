"""Check that schedulers and workers that don't fit are told before any work."""

from __future__ import annotations

import platform
import shutil
import socket
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.running import assert_refused, expand, run, run_python, tree
from engines.dask_processes import DaskProcesses

import augcli

from .dask_runs import FLAGS, run_on
from .scene import assert_two_lines, small_dataset

pytestmark = pytest.mark.environment(name="dask")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_dataset(tmp_path / "photos" / "data")  # workers are in tmp_path


def test_a_scheduler_that_does_not_answer_is_told_before_any_work(
    data: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = DaskProcesses(tmp_path, silent.getsockname()[1])
        done = run_on(nobody, data)
    assert done.code == 1
    assert_two_lines(done.stderr, f"the scheduler {nobody.address} does not answer")
    assert not (tmp_path / "out").exists()


def test_a_server_of_another_kind_is_told(data: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as greeting:

        def greet() -> None:
            with greeting.accept()[0] as there:
                there.sendall(b"SSH-2.0-Server\r\n")
                there.recv(1)

        threading.Thread(target=greet, daemon=True).start()
        nobody = DaskProcesses(tmp_path, greeting.getsockname()[1])
        done = run_on(nobody, data)
    assert done.code == 1
    assert_two_lines(done.stderr, f"the scheduler {nobody.address} does not answer")


def test_a_scheduler_without_workers_is_told(data: Path, no_workers: DaskProcesses) -> None:
    done = run_on(no_workers, data)
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


def _other_library(folder: Path, name: str = "pillow") -> dict[str, str]:
    info = folder / "other" / f"{name}-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
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
    done = run_on(no_workers, data)
    assert done.code == 1
    assert_two_lines(done.stderr, named)
    assert tree(no_workers.folder / "out") == {}


def test_a_library_that_decides_nothing_may_be_another(
    data: Path, no_workers: DaskProcesses
) -> None:
    no_workers.start_worker(_other_library(no_workers.folder, "pandas"))
    assert run_on(no_workers, data).code == 0  # waits for the worker
    done = run_on(no_workers, data, "--quiet")
    assert (done.code, done.stderr) == (0, "")


@pytest.mark.parametrize("missing", ["data", "out"])
def test_a_worker_that_does_not_see_the_folders_is_refused_and_an_earlier_run_stays(
    data: Path, processes: DaskProcesses, missing: str
) -> None:
    # What a link of /proc leads to is the working folder of each process: not one for all.
    here = processes.folder / "here"
    here.mkdir()
    (here / "data").symlink_to(data)
    expand(data, here / "out", "--include", "hat/*", "--copies", "1")
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


@pytest.mark.parametrize("scheme", ["tls", "ucx"])
def test_an_address_that_dask_is_not_set_up_for_is_told(data: Path, scheme: str) -> None:
    on = ("--engine", "dask", "--scheduler", f"{scheme}://127.0.0.1:1")
    refused = run("expand", data, data.parent / "out", *FLAGS, *on)
    assert_refused(refused, f"Dask here is not set up for {scheme}://")


def test_workers_beside_a_scheduler_are_told_to_do_nothing(data: Path) -> None:
    on = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--dry-run")
    said = [run("expand", data, data.parent / "out", *FLAGS, *on, *more).stderr for more in MORE]
    assert ["--workers does nothing with --scheduler" in one for one in said] == [False, True]


MORE: list[tuple[str, ...]] = [(), ("--workers", "3")]
