"""End the process a few seconds after a signal, even if its main thread is stuck."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from augcli.engines.signals import signals_blocked
from augcli.engines.threads import start_thread

GRACE = 4.0  # seconds that a run has to tidy up
_STOP = 0  # no signal has this number
_TEXT = (
    b"augcli: stopped while something did not answer; what is done stays; "
    b"run the same command again to continue\n"
)


class _Watchdog:
    """A thread that waits for signals and, ``GRACE`` seconds after the first, ends the process.

    Python runs handlers of signals in the main thread. They have to wait while that is in a library
    or waits for a disk. The numbers of the signals arrive in a pipe all the same.
    """

    def __init__(self, codes: Mapping[int, int]) -> None:
        self._codes = codes
        self._code = 0
        self._until: float | None = None
        self._thread: threading.Thread | None = None
        self._stderr = os.dup(2)  # 2 itself may be redirected later
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self.start()

    # With signals blocked: an exception of a handler in the middle would lose sight of the thread,
    # which would then read from a pipe that has been closed.
    def start(self) -> None:
        with signals_blocked():
            if self._thread is None:
                self._thread = start_thread(self._watch)

    def stop(self) -> None:
        with signals_blocked():
            if self._thread is not None:
                os.write(self._write, bytes([_STOP]))
                self._thread.join()
                self._thread = None

    def close(self) -> None:
        with signals_blocked():
            self.stop()
            signal.set_wakeup_fd(self._before)
            for descriptor in (self._read, self._write, self._stderr):
                os.close(descriptor)

    def _watch(self) -> None:
        while True:
            left = None if self._until is None else max(0.0, self._until - time.monotonic())
            if not _ready(self._read, select.POLLIN, left):
                self._end()
            number = os.read(self._read, 1)[0]
            if number == _STOP:
                return
            if self._until is None and number in self._codes:
                self._until = time.monotonic() + GRACE
                self._code = self._codes[number]

    def _end(self) -> None:
        try:
            _kill_workers()
            if _ready(self._stderr, select.POLLOUT, 0):  # or nobody reads, and writing would wait
                os.write(self._stderr, _TEXT)
        finally:
            os._exit(self._code)


_watchdogs: list[_Watchdog] = []


@contextmanager
def watched(codes: Mapping[int, int]) -> Iterator[None]:
    """End the process if a signal arrives in the block and the block goes on for too long.

    ``codes`` are the exit codes by signal. Each of these signals must have a handler in Python.
    """
    if sys.platform == "win32":  # it can't wait for pipes
        yield
        return
    with ExitStack() as stack:
        with signals_blocked():
            watchdog = _Watchdog(codes)
            stack.callback(watchdog.close)
            _watchdogs.append(watchdog)
            stack.callback(_watchdogs.remove, watchdog)
        yield


@contextmanager
def paused() -> Iterator[None]:
    """Run no thread of a watchdog in the block: a process with threads can't fork safely."""
    try:
        for watchdog in _watchdogs:
            watchdog.stop()
        yield
    finally:
        for watchdog in _watchdogs:
            watchdog.start()


def count_threads() -> int:
    """Return how many threads :func:`paused` stops."""
    return len(_watchdogs)


def _ready(descriptor: int, event: int, seconds: float | None) -> bool:
    poll = select.poll()
    poll.register(descriptor, event)
    return bool(poll.poll(None if seconds is None else seconds * 1000))


def _kill_workers() -> None:
    """Kill the workers: those that have stopped would not notice that their parent is gone."""
    loaded = sys.modules.get("multiprocessing.process")
    for child in loaded.active_children() if loaded else ():
        child.kill()
