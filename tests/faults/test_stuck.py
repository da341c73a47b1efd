"""Check that signals end a command within seconds, whatever its processes wait for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import expand, tree

from .scene import FLAGS, HERE, small_dataset

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs signals, and /proc")

MOST = 60  # seconds on a machine that is busy; far below any limit of augcli's own that is too long


def _started(*command: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_signal_ends_a_command_that_waits_for_a_disk(tmp_path: Path) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    expand(data, out, *FLAGS)
    before = tree(out)
    commands = {
        signal.SIGHUP: _started(HERE / "stuck.py", "scandir", "expand", data, out, *FLAGS),
        signal.SIGTERM: _started(HERE / "stuck.py", "scandir", "verify", out),
    }
    for number, process in commands.items():
        assert process.stdout
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(number)
    for process in commands.values():
        _, said = process.communicate(timeout=MOST)
        os.killpg(process.pid, signal.SIGKILL)  # what it waited for
        assert (process.returncode, len(said.splitlines())) == (143, 1), said
        assert said.startswith("augcli: stopped while something did not answer; ")
    assert tree(out) == before
