"""Run augcli in processes that needn't import it first, which takes most of a small run's time.

A server imports all that commands need, and forks for each of them: a process of its own, with the
arguments, folder, streams and end that it would have if it had been started. What happens while
a program is loaded is not seen here: for that there is ``run_python``.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    raise RuntimeError("needs fork")

import atexit
import contextlib
import importlib
import json
import os
import signal
import subprocess
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any

MOST = 240  # seconds for a command
ONE_THREAD = {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Variables for a process that forks: threads of libraries would be missing in its children."""

_LATE = ("imaging.codec.decode", "imaging.codec.encode", "engines.local")


def run_warm(arguments: list[str], cwd: Path) -> tuple[int, bytes, bytes]:
    """Run a command: its exit code, negative for a signal, and what it wrote to both streams."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        request = {"arguments": arguments, "cwd": str(cwd), "streams": [str(out), str(err)]}
        server = _server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        return int(server.stdout.readline()), out.read_bytes(), err.read_bytes()


@cache
def _server() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, __file__],
        env={**os.environ, **ONE_THREAD},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="ascii",
    )
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    _import_all()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a person who stops the tests
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(request)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _import_all() -> None:
    from PIL import Image

    from augcli.catalogue.registry import catalogue
    from augcli.cli import COMMANDS, load_command

    for name in ("matplotlib.backends.backend_agg", *(f"augcli.{name}" for name in _LATE)):
        importlib.import_module(name)
    for name in COMMANDS:
        load_command(name)
    Image.init()
    catalogue()


def _become(request: dict[str, Any]) -> None:
    """Be the command: run it, and end as Python ends."""
    from augcli.cli import main

    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.alarm(MOST)
        for name in ONE_THREAD:
            os.environ.pop(name, None)
        os.chdir(request["cwd"])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, path in enumerate(request["streams"], start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
        main(request["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
