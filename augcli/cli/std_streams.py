"""Standard streams that may be closed, full or broken."""

from __future__ import annotations

import io
import os
import sys


def occupy() -> None:
    """Open what the shell has closed (``>&-``), so that no file of ours becomes descriptor 1 or 2.

    A library that prints there would write into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def never_fail_to_encode() -> None:
    """Show as escapes what a stream's encoding lacks, such as names in a file on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_stdout() -> None:
    """Let what is left to print go nowhere: Python would try once more at its end, and complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
