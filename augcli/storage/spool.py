"""Keep many objects by key: a few of them in memory, the others in a temporary file."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar
from weakref import finalize

from augcli.storage.scratch import cannot_write

_TOGETHER = 20_000  # objects that wait in memory, until those of each key are packed together
_IN_MEMORY = 1 << 24  # bytes that are packed before there is a file

T = TypeVar("T")


class Spool(Generic[T]):
    """Objects by key. Those of one key come back in the order in which they were added."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115, as long as the object
        finalize(self, self._file.close)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._waiting: defaultdict[str, list[T]] = defaultdict(list)
        self._count = 0

    def add(self, key: str, one: T) -> None:
        """Add an object under a key. Raises EnvironmentFailure if the file can't be written."""
        self._waiting[key].append(one)
        self._count += 1
        if self._count == _TOGETHER:
            self._pack()

    def of(self, key: str) -> Iterator[T]:
        """Yield the objects of a key."""
        for place in self._places.get(key, ()):
            self._file.seek(place)
            yield from pickle.load(self._file)
        yield from self._waiting.get(key, ())

    def _pack(self) -> None:
        place = self._file.seek(0, 2)
        try:
            for key, objects in self._waiting.items():
                self._places[key].append(place)
                place += self._file.write(pickle.dumps(objects, pickle.HIGHEST_PROTOCOL))
            self._file.flush()
        except OSError as error:
            raise cannot_write(error) from error
        self._waiting.clear()
        self._count = 0
