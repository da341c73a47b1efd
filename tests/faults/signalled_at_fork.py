"""Run augcli, and signal its first worker while it is being forked.

``signalled_at_fork.py SIGNAL ARGUMENT ...``
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys

if sys.platform == "win32":
    raise RuntimeError("needs fork")

_forks = multiprocessing.get_context("fork").Value("i", 0)


def _send() -> None:
    _forks.value += 1
    if _forks.value == 1:
        os.kill(os.getpid(), _NUMBER)


if __name__ == "__main__":
    from augcli.cli import main

    _NUMBER = signal.Signals[sys.argv[1]]
    os.register_at_fork(after_in_child=_send)
    main(sys.argv[2:])
