"""Signals around the start of a process: held back until it is ready to deal with them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def signals_held_back() -> Iterator[None]:
    """Have signals wait while a process is started, which lets them through once it is ready.

    A forked one that got one sooner would take it as the parent does: tidy up OUT, and go on as
    if it were the parent. A spawned one would show a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def handle_worker_signals() -> None:
    """Deal with signals as a worker does."""
    for number in _ENDING:  # Ctrl-C goes to all; the parent decides
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
