"""Ctrl-C in the middle of an epoch ends a script at once, and its workers with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.datasets import make_plain

SCRIPT = """
import os, signal, sys, time, augcli
signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells have it ignored
pipeline = augcli.Pipeline.preset("natural")
flow = augcli.flow_from_directory(sys.argv[1], pipeline, 16, 2, workers=2)
print("ready", flush=True)
while True:
    for x, y in flow:
        time.sleep(0.05)
        print(*open(f"/proc/self/task/{os.getpid()}/children").read().split(), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_ctrl_c_ends_the_script_and_its_workers(tmp_path: Path) -> None:
    data = make_plain(tmp_path / "data", hat=6, shoe=4)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    workers = [int(pid) for pid in process.stdout.readline().split()]
    assert len(workers) >= 2
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert "resource_tracker" not in told
    until = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
