"""Kill a run in the middle of what it writes to a server."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from .servers import proxy


@contextlib.contextmanager
def killed_in_the_end(
    *command: str | Path, env: Mapping[str, str], counted: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run augcli, of whose ``counted`` requests all but the first two wait; kill it at the end."""
    killed = threading.Event()

    def fault(number: int, _: str) -> None:
        if number > 2:
            killed.wait(60)

    with proxy(int(env["AWS_ENDPOINT_URL"].rpartition(":")[2]), fault, counted) as asked:
        through = {**os.environ, **env, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{asked}"}
        with subprocess.Popen(
            [sys.executable, "-m", "augcli", *command],
            env=through,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as running:
            try:
                yield running
            finally:
                os.killpg(running.pid, signal.SIGKILL)
        killed.set()
