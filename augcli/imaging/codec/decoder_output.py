"""Capture what C libraries print while they decode."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import IO, Self

_MOST_KEPT = 300  # characters


class DecoderOutput:
    """Redirects descriptor 2, where C libraries print past Python's streams.

    The output goes to an unnamed file until the end of a ``with`` block or of the process. If no
    such file can be made, the output is lost.
    """

    def __init__(self) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, stays open as long as the object
        except OSError:
            self._file = open(os.devnull, "r+b", buffering=0)  # noqa: SIM115, PTH123, stays open as long as the object
        self._before = os.dup(2)
        os.dup2(self._file.fileno(), 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.dup2(self._before, 2)
        os.close(self._before)
        self._file.close()

    def take(self) -> str:
        """Return the output since the last call, in one line of at most 300 characters."""
        with suppress(OSError):  # which devnull can't do
            if not os.lseek(self._file.fileno(), 0, os.SEEK_CUR):  # as nearly always
                return ""
            self._file.seek(0)
            text = self._file.read(4 * _MOST_KEPT).decode("utf-8", "replace")
            self._file.seek(0)
            self._file.truncate()
            return " ".join(text.split())[:_MOST_KEPT]
        return ""
