"""A server is stopped in the middle of a run and started again: the run waits, and goes on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ..running import Tree, expand, tree
from ..sharded import make_data
from .servers import KEY, objects, rclone, s3_system, seaweedfs

pytestmark = pytest.mark.environment(name="remote")
FLAGS = ("--copies", "6", "--rotation", "20", "--shard-count", "32")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_data(tmp_path / "data", hat=30, shoe=30)


@pytest.fixture
def local(data: Path, tmp_path: Path) -> Tree:
    """What a run writes to a folder."""
    expand(data, tmp_path / "local", *FLAGS)
    return files(tmp_path / "local")


def files(folder: Path) -> Tree:
    return {name: found for name, found in tree(folder).items() if name[-1] != "/"}


def started(top: str, env: Mapping[str, str], begun: Callable[[], object]) -> subprocess.Popen[str]:
    """Start a run from and to a server, and wait until it has begun to write."""
    command = [sys.executable, "-m", "augcli", "expand", f"{top}/data", f"{top}/out", *FLAGS]
    running = subprocess.Popen(
        command, env={**os.environ, **env}, stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 60
    while not begun():
        assert time.monotonic() < end
        time.sleep(0.05)
    return running


def test_seaweedfs(data: Path, local: Tree, tmp_path: Path) -> None:
    with contextlib.ExitStack() as server:
        endpoint = server.enter_context(seaweedfs(tmp_path / "weed"))
        system, env = s3_system(endpoint), {**KEY, "AWS_ENDPOINT_URL": endpoint}
        system.put(f"{data}/", "bucket/data/", recursive=True)
        running = started("s3://bucket", env, lambda: objects(system, "bucket/out"))
        server.close()
        server.enter_context(seaweedfs(tmp_path / "weed", int(endpoint.rpartition(":")[2])))
        _, said = running.communicate(timeout=120)
        assert running.returncode == 0, said
        assert objects(system, "bucket/out") == local


def test_sftp(data: Path, local: Tree, tmp_path: Path) -> None:
    serve = ("sftp", data.parent, "--user=me", "--pass=word")
    with contextlib.ExitStack() as server:
        port = server.enter_context(rclone(*serve))
        env = {"HOME": str(tmp_path), "FSSPEC_SFTP_PASSWORD": "word"}
        top = f"sftp://me@127.0.0.1:{port}"
        running = started(top, env, (tmp_path / "out/augcli.json").exists)
        server.close()
        time.sleep(1)
        server.enter_context(rclone(*serve, port=port))
        _, said = running.communicate(timeout=120)
        assert running.returncode == 0, said
        assert files(tmp_path / "out") == local
