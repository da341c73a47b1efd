"""Signals that end a run, as exceptions that leave everything in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from augcli.errors import Interrupted, Terminated

_WAY_ON = "what is done stays; run the same command again to go on"


@contextmanager
def as_exceptions() -> Iterator[None]:
    """Raise Terminated on SIGTERM and Interrupted on Ctrl-C while the block runs."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted("interrupted", _WAY_ON) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise Terminated("terminated", _WAY_ON)
