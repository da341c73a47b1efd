"""Disturb a run at the first call of a system function, then at the second, and so on.

``python -m faults.stop_at_nth FOLDER CALL FAULT [ARGUMENT ...]``:
FOLDER holds ``data``; CALL is of ``os``; FAULT
is ``group`` (every process of the run is killed), ``caller`` (only the one that calls) or the name
of an errno. With ``open EMFILE`` the N-th descriptor can't be had, nor any further one.
Each round is one line of JSON.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    raise RuntimeError("needs fork")

import errno
import multiprocessing
import os
import resource
import shutil
import signal
from functools import partial
from pathlib import Path
from typing import Any

from faults.forked import all_gone, code_of, differing, files, report, start, torn, warm_up

_calls = multiprocessing.get_context("fork").Value("i", 0)


def _disturb(call: str, fault: str, nth: int) -> None:
    if fault == "EMFILE":
        resource.setrlimit(resource.RLIMIT_NOFILE, (nth, nth))
        return
    real = getattr(os, call)
    _calls.value = 0

    def disturbed(*arguments: Any, **options: Any) -> Any:
        with _calls.get_lock():  # one count for all processes
            _calls.value += 1
            now = _calls.value == nth
        if not now:
            return real(*arguments, **options)
        if fault == "group":
            os.killpg(0, signal.SIGKILL)
        if fault == "caller":
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, fault)
        raise OSError(number, os.strerror(number))

    setattr(os, call, disturbed)


def _main(folder: Path, call: str, fault: str, arguments: list[str]) -> None:
    def request(out: Path) -> list[str]:
        return ["expand", str(folder / "data"), str(out), *arguments]

    warm_up(folder / "data")
    out, said = folder / "out", folder / "said"
    code = code_of(start(request(folder / "reference"), said))
    assert code == 0, (code, said.read_text("utf-8", "replace"))
    reference = files(folder / "reference")
    for nth in range(1, 200):
        pid = start(request(out), said, partial(_disturb, call, fault, nth))
        code = code_of(pid)
        gone, text = all_gone(pid), said.read_text("utf-8", "replace")
        reached = bool(code) if fault == "EMFILE" else _calls.value >= nth
        left = torn(out, reference)
        again = code_of(start(request(out), said))
        report(
            {
                "nth": nth,
                "code": code,
                "reached": reached,
                "said": text,
                "workers_gone": gone,
                "torn": left,
                "again": again,
                "said_again": said.read_text("utf-8", "replace"),
                "differing": differing(files(out), reference),
            }
        )
        shutil.rmtree(out)
        if not reached:
            return
    raise RuntimeError("there is no end to it")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
