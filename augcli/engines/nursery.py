"""Where workers come from on Linux: a process that loads the libraries while the parent loads.

The parent forks it before all else, and each worker is forked from it, with all in place. Forked
from the parent, every worker would load the libraries for itself, and only after the parent is
ready; the ``forkserver`` of multiprocessing is a new Python, which takes 0.1 s more to begin.
"""

from __future__ import annotations

import atexit
import errno
import importlib
import math
import os
import signal
import sys
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from augcli.engines.signals import handle_worker_signals, signals_held_back

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_PR_SET_CHILD_SUBREAPER = 36  # prctl.h
_STEP = 0.002  # seconds between looks at a process that is to end

_orders: socket.socket | None = None


def prepare() -> None:
    """Fork it, where that is possible; it ends with this process."""
    global _orders  # noqa: PLW0603, there is one a process
    # Spawned workers run what the program begins with, too.
    if sys.platform != "linux" or "multiprocessing.spawn" in sys.modules:
        return
    import socket

    with suppress(OSError):  # too few open files, say: workers are forked from here then
        for stream in range(3):
            os.fstat(stream)  # or the sockets would take the place of one that is closed
        ours, theirs = socket.socketpair()
        with signals_held_back():
            pid = _forked(partial(_tend, ours, theirs))
        theirs.close()
        if pid > 0:
            _orders = ours
            atexit.register(_close, pid)


def is_ready() -> bool:
    """Say whether there is one to fork workers from."""
    return _orders is not None


class Child:
    """A worker that was forked there. Its parent is this process, as of any other child."""

    exitcode: int | None = None
    """As ``waitstatus_to_exitcode`` has it; None before its end, and where it isn't known."""

    def __init__(self, pipe: Connection) -> None:
        """Fork a worker that serves a pipe. Raises OSError."""
        import socket

        if _orders is None:
            raise ChildProcessError("there is nothing to fork workers from")
        _adopt_orphans()
        socket.send_fds(_orders, [b"\0"], [pipe.fileno()])
        self._pid = int.from_bytes(_orders.recv(4), "little", signed=True)
        self._ended = False
        if self._pid < 0:
            raise OSError(-self._pid, os.strerror(-self._pid))
        if not self._pid:
            raise ChildProcessError("the process that workers are forked from has ended")

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        if not self._ended:
            try:
                pid, status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:  # where a process can't adopt another
                self._ended = not _exists(self._pid)
            else:
                self._ended = bool(pid)
                self.exitcode = os.waitstatus_to_exitcode(status) if pid else None
        return not self._ended

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, for so many seconds at most."""
        until = time.monotonic() + (math.inf if timeout is None else timeout)
        while self.is_alive() and time.monotonic() < until:
            time.sleep(_STEP)

    def terminate(self) -> None:
        """Send it SIGTERM."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.is_alive():
            os.kill(self._pid, number)


def _adopt_orphans() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tend(parents: socket.socket, orders: socket.socket) -> None:
    """Load the libraries, and fork workers until the program ends. Runs in the nursery."""
    import socket

    parents.close()
    handle_worker_signals()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    with suppress(Exception):  # the worker that lacks it will tell
        importlib.import_module("augcli.engines.libraries")
    while pipes := socket.recv_fds(orders, 1, 1)[1]:
        middle = _forked(partial(_fork_worker, pipes[0], orders))
        if middle > 0:
            os.waitpid(middle, 0)
        else:
            _answer(orders, middle)
        os.close(pipes[0])


def _fork_worker(pipe: int, orders: socket.socket) -> None:
    """Fork a worker in a process that then ends, so that the program adopts it.

    Only its parent can wait for a process, and learns how it ended.
    """
    _answer(orders, _forked(partial(_work, pipe, orders)))


def _work(pipe: int, orders: socket.socket) -> None:
    from multiprocessing.connection import Connection

    from augcli.engines.worker_loop import serve

    orders.close()
    serve(Connection(pipe))


def _answer(orders: socket.socket, pid: int) -> None:
    orders.send(pid.to_bytes(4, "little", signed=True))


def _forked(run: Callable[[], None]) -> int:
    """Run something in a process of its own: its number, or a negative one of an error."""
    try:
        pid = os.fork()
    except OSError as error:
        return -(error.errno or errno.EAGAIN)
    if not pid:
        try:
            run()
        finally:
            os._exit(0)
    return pid


def _close(pid: int) -> None:
    """End it, and wait for it: what it has used is counted to this process then."""
    os.kill(pid, signal.SIGTERM)  # it may still be loading; all workers have ended
    os.waitpid(pid, 0)
