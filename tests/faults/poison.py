"""Run augcli with a worker that does harm at the source called poison.

``poison.py HARM COPIES ARGUMENT ...``
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from augcli.cli import main
from augcli.errors import SourceProblem
from augcli.expansion.worker import Worker

_real = Worker._make
_made: list[str] = []


def _harm(kind: str) -> None:
    if kind == "crash":
        os.kill(os.getpid(), getattr(signal, "SIGSEGV"))  # noqa: B009, for types on Windows
    if kind == "exit":
        os._exit(3)
    if kind == "hang":
        time.sleep(600)
    if kind == "memory":
        raise MemoryError
    os.write(2, b"chatter\n" * 10)
    raise SourceProblem("bad", "undecodable", "cannot be decoded")


def _make(self: Worker, opened: Any, recipes: Any) -> Any:
    if "poison" in opened.job.source.name:
        _made.append(opened.job.source.name)
        if len(_made) > int(sys.argv[2]):
            _harm(sys.argv[1])
    return _real(self, opened, recipes)


if __name__ == "__main__":
    Worker._make = _make  # type: ignore[method-assign]  # the harm is done there
    Worker._at_once = lambda *_: 1  # type: ignore[method-assign]  # a copy is written before the next is made
    main(sys.argv[3:])
