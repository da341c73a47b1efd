"""Write many files: objects on a server are written at the same time, as each takes a while."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from pathlib import Path
from typing import Self

from augcli.storage.files import write_whole
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.threads import in_turn

_MOST_BYTES = 64 << 20  # of the files that are being written


class Puts:
    """Files that are being written, for one thread to fill; all are there when its block ends.

    If the block raises, those that were not begun are left out.
    """

    def __init__(self) -> None:
        self._begun: deque[tuple[Future[None], int]] = deque()
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            for future, _size in self._begun:
                future.cancel()

    def put(self, path: Path | str, data: bytes) -> None:
        """Begin to write a file whole; on this machine, write it.

        Raises:
            EnvironmentFailure: this one or an earlier one can't be written.
        """
        if not is_url(path):
            write_whole(path, data)
            return
        while self._begun and (self._is_full(len(data)) or self._begun[0][0].done()):
            self._finish_first()
        future = in_turn().submit(write_whole, str(path), data)
        self._begun.append((future, len(data)))
        self._bytes += len(data)

    def wait(self) -> None:
        """Wait until all files are there. Raises EnvironmentFailure if one can't be written."""
        while self._begun:
            self._finish_first()

    def _is_full(self, size: int) -> bool:
        return self._bytes + size > _MOST_BYTES

    def _finish_first(self) -> None:
        future, size = self._begun.popleft()
        self._bytes -= size
        future.result()
