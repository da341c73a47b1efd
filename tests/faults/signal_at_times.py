"""Send signals to runs at many moments.

``python -m faults.signal_at_times FOLDER [ARGUMENT ...]`` reads
``SIGNAL TARGET DELAY`` from each line of stdin;
TARGET is ``parent``, ``group`` (as a terminal does) or ``worker``; DELAY is a share of the time
that an undisturbed run takes. Each round is one line of JSON.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from faults.forked import (
    MOST,
    TEMP_PREFIX,
    all_gone,
    code_of,
    differing,
    files,
    members,
    report,
    start,
    torn,
    warm_up,
)

if sys.platform == "win32":
    raise RuntimeError("needs fork")


def _send(name: str, target: str, pid: int) -> None:
    number = signal.Signals[name]
    with contextlib.suppress(ProcessLookupError):
        if target == "group":
            os.killpg(pid, number)
        elif target == "parent":
            os.kill(pid, number)
        else:
            for worker in [found for found in members(pid) if found != pid][:1]:
                os.kill(worker, number)


def _wait_until_handled(pid: int) -> None:
    """Wait until a process handles signals: what comes before is Python's."""
    until = time.monotonic() + MOST
    while time.monotonic() < until:
        text = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        caught = int(text.partition("SigCgt:")[2].split()[0], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.001)


def _seconds_of(request: list[str], said: Path) -> float:
    since = time.monotonic()
    assert code_of(start(request, said)) == 0
    return time.monotonic() - since


def _main(folder: Path, arguments: list[str]) -> None:
    def request(out: Path) -> list[str]:
        return ["expand", str(folder / "data"), str(out), *arguments]

    warm_up(folder / "data")
    out, said = folder / "out", folder / "said"
    takes = min(_seconds_of(request(folder / name), said) for name in ("first", "reference"))
    reference = files(folder / "reference")
    for line in sys.stdin:
        name, target, delay = line.split()
        pid = start(request(out), said)
        _wait_until_handled(pid)
        time.sleep(float(delay) * takes)
        _send(name, target, pid)
        code = code_of(pid)
        gone, text = all_gone(pid), said.read_text("utf-8", "replace")
        left = torn(out, reference)
        temps = [path.name for path in out.rglob(f"{TEMP_PREFIX}*")]
        again = code_of(start(request(out), said))
        report(
            {
                "when": line.strip(),
                "code": code,
                "said": text,
                "workers_gone": gone,
                "torn": left,
                "temps": temps,
                "again": again,
                "said_again": said.read_text("utf-8", "replace"),
                "differing": differing(files(out), reference),
            }
        )
        shutil.rmtree(out)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2:])
