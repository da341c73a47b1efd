"""SeaweedFS is stopped in the middle of a run and started again: the run waits, and goes on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..running import expand, tree
from ..sharded import make_data
from .servers import KEY, objects, s3_system, seaweedfs

pytestmark = pytest.mark.environment(name="remote")
FLAGS = ("--copies", "6", "--rotation", "20", "--shard-count", "32")


def test_a_server_that_is_stopped_and_started_is_waited_for(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", hat=30, shoe=30)
    expand(data, tmp_path / "out", *FLAGS)
    with contextlib.ExitStack() as server:
        endpoint = server.enter_context(seaweedfs(tmp_path / "weed"))
        system = s3_system(endpoint)
        system.put(f"{data}/", "bucket/data/", recursive=True)
        running = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "augcli",
                "expand",
                "s3://bucket/data",
                "s3://bucket/out",
                *FLAGS,
            ],
            env={**os.environ, **KEY, "AWS_ENDPOINT_URL": endpoint},
            stderr=subprocess.PIPE,
            text=True,
        )
        end = time.monotonic() + 60
        while not objects(system, "bucket/out"):
            assert time.monotonic() < end
            time.sleep(0.05)
        server.close()
        server.enter_context(seaweedfs(tmp_path / "weed", int(endpoint.rpartition(":")[2])))
        _, said = running.communicate(timeout=120)
        assert running.returncode == 0, said
        local = {name: had for name, had in tree(tmp_path / "out").items() if name[-1] != "/"}
        assert objects(system, "bucket/out") == local
