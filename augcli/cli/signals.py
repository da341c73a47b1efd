"""Raise an exception on signals that end a run, so that it can tidy up."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from augcli.engines.watchdog import watched
from augcli.errors import Interrupted, Terminated

_ENDING = {
    signal.SIGINT: Interrupted,
    signal.SIGTERM: Terminated,
    **({signal.SIGHUP: Terminated} if hasattr(signal, "SIGHUP") else {}),  # not on Windows
}


@contextmanager
def as_exceptions() -> Iterator[None]:
    """Raise Interrupted on Ctrl-C, and Terminated on SIGTERM or SIGHUP, while the block runs.

    SIGINT doesn't raise KeyboardInterrupt, as click would turn that into an exception of its own.
    After the block the signals are ignored: the process only has to report the result and exit.
    A process that can't handle a signal, because it waits for a disk or for a library, is ended.
    """
    handled = [number for number in _ENDING if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    for number in handled:
        signal.signal(number, _raise)
    try:
        with watched({number: _ENDING[number].exit_code for number in handled}):
            yield
    finally:
        for number in handled:
            signal.signal(number, signal.SIG_IGN)


def _raise(number: int, frame: FrameType | None) -> None:  # noqa: ARG001, signal's signature
    for other in _ENDING:  # a second Ctrl-C must not interrupt the tidying up
        signal.signal(other, signal.SIG_IGN)
    ending = _ENDING[signal.Signals(number)]
    name = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
    raise ending(f"stopped by {name}", "what is done stays; run the same command again to continue")
