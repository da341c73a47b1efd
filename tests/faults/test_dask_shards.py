"""Check that a cluster of Dask makes the shards that one machine makes, whatever its images do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import Result, expand, run, run_python, skipped, tree
from cli.sharded import make_data, samples
from engines.dask_processes import TESTS, DaskProcesses, dask_processes

pytestmark = pytest.mark.environment(name="dask")
FLAGS = ("--copies", "2", "--rotation", "20", "--shard-count", "3", "--layout")

# All workers run it. It harms the process that reads some images, as decoders do.
HARMFUL = """
import hashlib, multiprocessing, os, signal, time
sha256 = hashlib.sha256

def harmful(data=b"", **more):
    if data[-7:] == b"crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    if data[-7:] == b"hangs  ":
        time.sleep(600)
    if data[-7:] == b"kills  ":  # the worker of Dask, as when the machine has no memory left
        os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
        time.sleep(600)
    return sha256(data, **more)

hashlib.sha256 = harmful
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_data(tmp_path_factory.mktemp("dataset") / "data", hat=8, shoe=7)
    (root / "hat" / "broken.png").write_bytes(b"no image")
    return root


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path_factory.mktemp("dask")) as found:
        yield found


def _on(processes: DaskProcesses, *command: str | Path) -> Result:
    return run_python(
        "-m", "augcli", *command, "--engine", "dask", "--scheduler", processes.address
    )


@pytest.mark.parametrize("layout", ["webdataset", "parquet", "tfrecord"])
def test_the_shards_are_those_of_one_machine(
    data: Path, processes: DaskProcesses, tmp_path: Path, layout: str
) -> None:
    if layout != "webdataset":
        library = {"parquet": "pyarrow", "tfrecord": "google_crc32c"}[layout]
        pytest.importorskip(library, reason=f"needs augcli[{layout}]")
    here, there = tmp_path / "here", tmp_path / "there"
    assert run("expand", data, here, *FLAGS, layout, "--mixup", "0.3").code == 3
    done = _on(processes, "expand", data, there, *FLAGS, layout, "--mixup", "0.3", "--json")
    assert done.code == 3, done.stderr
    assert tree(there) == tree(here)
    # Each image was opened to find out which can be mixed into others, and again for its copies.
    assert sum(one["images"] for one in done.json["workers"].values()) >= 15


def test_parts_in_shards_are_merged_to_those_of_one_machine(
    data: Path, processes: DaskProcesses, tmp_path: Path
) -> None:
    request = ("--balance", "--rotation", "20", "--shard-count", "3", "--layout", "webdataset")
    assert run("expand", data, tmp_path / "whole", *request).code == 3
    parts = [tmp_path / "1", tmp_path / "2"]
    for part in parts:
        shard = f"{part.name}/2"
        assert _on(processes, "expand", data, part, *request, "--shard", shard).code in (0, 3)
    assert run("merge", *parts, "-o", tmp_path / "merged").code == 3
    assert tree(tmp_path / "merged") == tree(tmp_path / "whole")


def test_an_image_that_harms_the_workers_costs_itself_alone(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", hat=5, shoe=5)
    expand(data, tmp_path / "sound", *FLAGS, "webdataset")
    for harm in ("crashes", "hangs  ", "kills  "):
        with save(data / "hat" / f"{harm.strip()}.png", photo(90)).open("ab") as stream:
            stream.write(harm.encode())
    (tmp_path / "sitecustomize.py").write_text(HARMFUL)
    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(TESTS)])}
    # Otherwise a task is given up after the death of its fourth worker, and each takes seconds.
    patience = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with dask_processes(tmp_path, workers=0, env=patience) as processes:
        for _ in range(2):
            processes.start_worker(env)
        processes.wait_for_workers(2)
        out = tmp_path / "out"
        done = _on(processes, "expand", data, out, *FLAGS, "webdataset", "--timeout", "2")
    assert done.code == 3, done.stderr
    assert {one["source"]: one["reason"] for one in skipped(out)} == {
        "hat/crashes.png": "worker-died",
        "hat/hangs.png": "timeout",
        "hat/kills.png": "worker-died",
    }
    assert samples(out) == samples(tmp_path / "sound")
