"""Find the lines of a file by name: only their places are in memory, not their text."""

from __future__ import annotations

import json
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from augcli.errors import AugcliError
from augcli.storage.read import open_record

_PLACE = 36  # bits of a place; those above are of the hash of a name
_WINDOW = 1 << 14  # bytes that are read at once: names are mostly asked for in the order of lines


class KeptLines:
    """The lines ``VALUE "NAME"`` of a file; there are none if it can't be read.

    The last line of a name counts, and a damaged one doesn't. ``count`` is the number of lines. A
    million take 8 MB, where a dict of their text takes 250. A line that is no longer in its place,
    as another process has written the file since, is not known.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._window, self._start = b"", 0
        self.count, place = 0, 0
        places = []
        for line in self._lines():
            self.count += 1
            if found := _parse(line):
                places.append(_key(found[0]) | place)
            place += len(line)
        places.sort()
        self._places = array("Q", places)
        with suppress(OSError):
            if path and self.count:
                os.utime(path)  # it is still used

    def __len__(self) -> int:
        """Return the number of names; two with one hash count as one."""
        return sum(1 for _ in groupby(self._places, lambda one: one >> _PLACE))

    def get(self, name: str) -> str:
        """Return the value of a name, an empty string if it is not known."""
        key = _key(name)
        begin = bisect_left(self._places, key)
        end = bisect_left(self._places, key + (1 << _PLACE), begin)
        for at in reversed(range(begin, end)):  # the last one counts
            found = _parse(self._line(self._places[at] - key))
            if found and found[0] == name:
                return found[1]
        return ""

    def items(self) -> dict[str, str]:
        """Return all values by name."""
        return dict(filter(None, map(_parse, self._lines())))

    def _lines(self) -> Iterator[bytes]:
        with suppress(AugcliError, OSError):
            if self._path:
                with open_record(self._path) as stream:
                    yield from stream

    def _line(self, place: int) -> bytes:
        begin = place - self._start
        end = self._window.find(b"\n", begin) if begin >= 0 else -1
        if end < 0:
            self._window, self._start, begin = self._read(place), place, 0
            end = self._window.find(b"\n")
        return self._window[begin:end]

    def _read(self, place: int) -> bytes:
        with suppress(AugcliError, OSError):
            if self._path:
                with open_record(self._path) as stream:
                    stream.seek(place)
                    return stream.read(_WINDOW)
        return b""


def _key(name: str) -> int:
    return hash(name) % (1 << (64 - _PLACE)) << _PLACE


def _parse(line: bytes) -> tuple[str, str] | None:
    known, _, name = line.decode("ascii", "replace").rstrip("\n").partition(' "')
    if name.endswith('"') and "\\" not in name:  # most names: without the cost of JSON
        return name[:-1], known
    try:
        return json.loads(f'"{name}'), known
    except ValueError:
        return None
