"""Get signals at any moment of a watchdog's life, and tell how many threads and files are left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from augcli.engines.watchdog import paused, watched

ROUNDS = 300
PAUSES = 20_000  # takes seconds: a signal arrives far earlier
# Many intervals, so that the signals meet every moment.
_SENDER = """
import os, signal, time
for number in range(100_000):
    time.sleep(0.0005 + number % 13 * 0.0001)
    try:
        os.kill({pid}, signal.SIGTERM)
    except ProcessLookupError:
        break
"""


class _Stopped(Exception):
    pass


def main() -> None:
    """Go through the rounds: each ends with a signal."""
    armed = False

    def stop(*_: object) -> None:
        nonlocal armed
        if armed:
            armed = False
            raise _Stopped

    signal.signal(signal.SIGTERM, stop)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208, the names are all that is asked for
    sender = subprocess.Popen([sys.executable, "-c", _SENDER.format(pid=os.getpid())])
    try:
        for _ in range(ROUNDS):
            with suppress(_Stopped):
                armed = True
                with watched({signal.SIGTERM: 143}):
                    for _ in range(PAUSES):
                        with paused():
                            pass
                    sys.exit("no signal arrives any more")
    finally:
        sender.kill()
        sender.wait()
    after = len(os.listdir("/proc/self/fd"))  # noqa: PTH208, the names are all that is asked for
    print(threading.active_count(), after - before)


if __name__ == "__main__":
    main()
