"""End this process if a piece of work takes too long, even if it is stuck in a library."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the process with exit code 1 if the block takes longer than ``seconds``.

    The thread that does it needs nothing of Python, so no decoder can keep it from its work. A
    signal would wait until the decoder returns.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> int:
    """Return where the traceback goes that comes before the end."""
    return os.open(os.devnull, os.O_WRONLY)
