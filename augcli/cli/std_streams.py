"""Handle standard streams that are closed, full or broken."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def occupy() -> None:
    """Open the standard descriptors that the shell has closed (``>&-``).

    Otherwise the next file that we open becomes descriptor 1 or 2, and a library that prints
    writes into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def never_fail_to_encode() -> None:
    """Print characters that a stream's encoding lacks as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_stdout() -> None:
    """Send the rest of stdout to nowhere: Python would fail to flush it at exit, and say so."""
    if sys.stdout is None:
        return
    # A stream in memory, as in a notebook, has no descriptor, and there may be none left to open.
    with suppress(OSError):
        descriptor = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
