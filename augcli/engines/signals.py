"""Block signals while a worker starts, and handle them as a worker does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block the signals that end a run while a worker starts; the worker unblocks them itself.

    A forked worker still has the parent's handlers. If it got a signal before it replaced them, it
    would tidy up OUT and go on as if it were the parent. A spawned worker would show a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # Inside: the call blocks and then raises if a handler does, for a signal just before it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def handle_worker_signals() -> None:
    """Ignore SIGINT, let SIGTERM and SIGHUP end the process, and unblock all three.

    Ctrl-C reaches every process of the terminal; only the parent decides what follows from it.
    """
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
