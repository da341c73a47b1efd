"""Run jobs in a process with threads, and stop all its helper processes after the first job."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from augcli.engines.local import LocalEngine
from engines.poisoned import Poisoned, lost


def _children() -> set[int]:
    command = ["ps", "-o", "pid=", "--ppid", str(os.getpid())]
    return set(map(int, subprocess.run(command, capture_output=True, check=True).stdout.split()))


def _signal_helpers(number: int) -> None:
    workers = {child.pid for child in multiprocessing.active_children()}
    for helper in _children() - workers:
        with suppress(ProcessLookupError):  # ps itself
            os.kill(helper, number)


def main() -> None:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    jobs = ["crash-once", *(f"job {number}" for number in range(8))]
    engine = LocalEngine(Poisoned(Path(sys.argv[1])), lost, workers=2, seconds=5.0)
    for number, _ in enumerate(engine.run(jobs)):
        if number == 0:
            _signal_helpers(signal.SIGSTOP)
    print("done")
    _signal_helpers(signal.SIGCONT)  # they hold the output


if __name__ == "__main__":
    main()
