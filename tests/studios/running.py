"""Run ``augcli studio`` in a process of its own, and ask it as the browser that it let in."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

_HIDDEN = ("SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]{40,})\n")
_READY = "Ctrl-C ends the studio\n"


@dataclass
class Running:
    """A studio in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    token: str
    said: str

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        """Ask as the browser that was let in; return the status and the body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"augcli_studio_{self.port}={self.token}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
        }
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def post(self, path: str, **fields: Any) -> tuple[int, bytes]:
        return self.ask("POST", path, json.dumps(fields))

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal; return the exit code and what is said then."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextmanager
def running(*args: str | Path, env: Mapping[str, str] = {}) -> Iterator[Running]:
    """Run a studio in a process of its own until the end of the block."""
    around = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    command = [sys.executable, "-m", "augcli", "studio", *map(str, args)]
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(
        command, env={**around, **env}, stdout=pipe, stderr=both, text=True
    ) as process:
        try:
            assert process.stdout
            lines = iter(process.stdout.readline, "")
            said = "".join(takewhile(lambda line: line != _READY, lines))
            found = _ADDRESS.search(said)
            assert found, said
            yield Running(process, int(found[1]), found[2], said)
        finally:
            process.kill()
