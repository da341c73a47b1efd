"""Check that a cluster of Dask reads from a bucket and writes to it what one machine makes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines.dask_processes import DaskProcesses, dask_processes

from ..running import expand, run, tree
from ..sharded import make_data
from .servers import KEY, objects, s3_system, seaweedfs

pytestmark = pytest.mark.environment(name="remote")
FLAGS = ("--copies", "6", "--rotation", "20")
URLS = ("s3://bucket/data", "s3://bucket/out")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_data(tmp_path / "data", hat=12, shoe=9)


@pytest.fixture
def env(data: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server that has the dataset."""
    with seaweedfs(tmp_path / "weed") as endpoint:
        s3_system(endpoint).put(f"{data}/", "bucket/data/", recursive=True)
        yield {**KEY, "AWS_ENDPOINT_URL": endpoint}


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[DaskProcesses]:
    (tmp_path / "dask").mkdir()
    with dask_processes(tmp_path / "dask", workers=0) as found:
        yield found


def start_workers(processes: DaskProcesses, env: dict[str, str]) -> list[int]:
    for _ in range(2):
        processes.start_worker(env)
    return processes.wait_for_workers(2)


@pytest.mark.parametrize("layout", ["folder", "webdataset"])
def test_a_bucket_gets_what_one_machine_makes_though_a_worker_dies(
    layout: str, data: Path, env: dict[str, str], processes: DaskProcesses, tmp_path: Path
) -> None:
    flags = (*FLAGS, "--layout", layout)
    count = "21" if layout == "folder" else "4"  # that of files in folders comes by itself
    expand(data, tmp_path / "out", *flags, "--shard-count", count)
    typed = () if layout == "folder" else ("--shard-count", count)
    first, _ = start_workers(processes, env)
    on = ("--engine", "dask", "--scheduler", processes.address)
    run_of_all = subprocess.Popen(
        [sys.executable, "-m", "augcli", "expand", *URLS, *flags, *typed, *on],
        env={**os.environ, **env},
        stderr=subprocess.PIPE,
        text=True,
    )
    system, end = s3_system(env["AWS_ENDPOINT_URL"]), time.monotonic() + 60
    while not any("0000" in name for name in objects(system, "bucket/out")):
        assert time.monotonic() < end
        time.sleep(0.05)
    os.kill(first, signal.SIGKILL)
    _, said = run_of_all.communicate(timeout=120)
    assert run_of_all.returncode == 0, said
    local = {name: content for name, content in tree(tmp_path / "out").items() if name[-1] != "/"}
    assert objects(system, "bucket/out") == local
    assert run("verify", URLS[1], env=env).code == 0


def test_a_worker_that_may_not_log_in_is_named(
    env: dict[str, str], processes: DaskProcesses
) -> None:
    start_workers(processes, {"AWS_EC2_METADATA_DISABLED": "true"})
    on = ("--engine", "dask", "--scheduler", processes.address)
    refused = run("expand", *URLS, *FLAGS, *on, env=env)
    assert (refused.code, refused.stderr.count("\n")) == (1, 2), refused.stderr
    assert "(on the worker tcp://127.0.0.1" in refused.stderr
    assert "log in as your other tools do" in refused.stderr
