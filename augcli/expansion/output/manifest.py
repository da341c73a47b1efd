"""What a run tells of its outputs: the manifest, and what gave nothing."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from augcli.storage.files import (
    CAN_FLUSH,
    append_file,
    cannot,
    flush,
    remove,
    write_if_changed,
    write_parts,
)

MANIFEST = "manifest.jsonl"
SKIPPED = "skipped.jsonl"

_COPY = re.compile(r"_aug\d{3,}\.[A-Za-z]+$")
_CHECKPOINT = 10.0  # seconds between lines being written: what a power cut can cost


class Entry(NamedTuple):
    """What resuming needs of a record: which copy of which source a file is, and what it holds.

    ``size`` is the file's in bytes, ``digest`` its SHA-256 and ``source_digest`` the source's;
    ``partners`` are the names and SHA-256 of the other sources that are mixed into it.
    """

    source: str
    copy: int
    size: int
    digest: bytes
    source_digest: bytes
    partners: tuple[tuple[str, bytes], ...] = ()


class Line(NamedTuple):
    """A record as a worker hands it over: the file it is about, and the JSON of it."""

    file: str
    json: str


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write one record a line, unless the file says just that already."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    write_if_changed(path, text.encode())


class Manifest:
    """The manifest of a folder: read at the start, appended to, sorted by file at the end.

    Lines are added now and then as copies are made, once the disk has those, so that a run that is
    cut short knows what it has done. The last record of a file counts; a damaged line doesn't.

    ``entries`` holds what was there at the start, by file; ``unclaimed`` the files among them that
    nobody has asked for.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.path = out / MANIFEST
        self.entries: dict[str, Entry] = {}
        self._changed = not _is_tidy(self.path)
        for _, file, entry in _entries(self.path):
            self.entries[file] = entry
        self.unclaimed = set(self.entries)
        self._pending: list[Line] = []
        self._size = self.path.stat().st_size if self.path.exists() else 0
        self._added: dict[str, int] = {}  # where the lines of this run are
        self._flushed = time.monotonic()

    def claim(self, file: str) -> Entry | None:
        """Return what is known of a file that the dataset still has a source for."""
        self.unclaimed.discard(file)
        return self.entries.get(file)

    def append(self, lines: Iterable[Line]) -> None:
        """Add the records of copies just made. Raises EnvironmentFailure."""
        self._pending.extend(lines)
        if time.monotonic() - self._flushed > _CHECKPOINT:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Have the disk hold the copies made so far, and then their records."""
        if not self._pending:
            return
        if CAN_FLUSH:
            flush(self.out)
        # First a line's end: the last run may have been cut short in the middle of a line.
        data = [b"", *(line.json.encode() for line in self._pending), b""]
        place = append_file(self.path, b"\n".join(data)) + 1
        for line, written in zip(self._pending, data[1:], strict=False):
            self._added[line.file] = place
            place += len(written) + 1
        self._pending.clear()
        self._flushed = time.monotonic()
        self._changed = True

    def of_source(self, source: str) -> set[str]:
        """Return the files that an earlier run made of a source."""
        return {file for file, entry in self.entries.items() if entry.source == source}

    def unlisted(self) -> set[str]:
        """Return the files that look like copies and that no record names.

        A run that was killed has made some before it could say so.
        """
        listed = {file for _, file, _ in _entries(self.path)}
        found = (path.relative_to(self.out).as_posix() for path in self.out.rglob("*_aug*.*"))
        return {file for file in found if _COPY.search(file)} - listed

    def prune(self) -> None:
        """Remove the unclaimed files. Raises EnvironmentFailure."""
        for file in self.unclaimed:
            path = inside(self.out, file)
            if path:
                remove(path, self.out)
        self._changed = self._changed or bool(self.unclaimed)

    def finish(self, *, pruned: bool) -> None:
        """Sort by file, if anything has changed. Raises EnvironmentFailure."""
        self.checkpoint()
        if not self.path.exists():
            write_parts(self.path, ())
        if not self._changed:
            return
        # Not the lines themselves: where they are takes a tenth of the memory.
        places = {file: place for place, file, _ in _entries(self.path, self._size)} | self._added
        if pruned:
            for file in self.unclaimed:
                places.pop(file, None)
        with self.path.open("rb") as stream:
            write_parts(self.path, (_line_at(stream, places[file]) for file in sorted(places)))


def records(out: Path) -> Iterator[dict[str, Any] | None]:
    """Return the records of a manifest, None for a damaged line."""
    path = out / MANIFEST
    if path.is_file():
        with path.open("rb") as stream:
            for line in filter(bytes.strip, stream):
                record: dict[str, Any] | None = json.loads(line) if _parse(line) else None
                yield record


def inside(out: Path, file: str) -> Path | None:
    """Return the path of a file of a manifest; None if it leads out of the folder."""
    relative = PurePosixPath(file)
    path = out / relative
    try:
        if relative.is_absolute() or ".." in relative.parts or not path.parent.is_dir():
            return None
        return path if path.parent.resolve().is_relative_to(out.resolve()) else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _line_at(stream: BinaryIO, place: int) -> bytes:
    stream.seek(place)
    return stream.readline().strip() + b"\n"


def _is_tidy(path: Path) -> bool:
    """Say whether a manifest is as a run that has finished leaves it."""
    if not path.is_file():
        return True
    last = ""
    with path.open("rb") as stream:
        for line in stream:
            found = _parse(line)
            if found is None or found[0] <= last or line != line.strip() + b"\n":
                return False
            last = found[0]
    return True


def _entries(path: Path, until: float = math.inf) -> Iterator[tuple[int, str, Entry]]:
    """Return where each sound line of a manifest is, and what it says, up to a place."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot("read", path, error) from error
    with stream:
        place = 0
        while place < until and (line := stream.readline()):
            found = _parse(line)
            if found:
                yield place, *found
            place += len(line)


def _parse(line: bytes) -> tuple[str, Entry] | None:
    try:
        record = json.loads(line)
        file, source = record["file"], record["source"]
        os.fsencode(file)  # raises, as does what follows, where no file can have that name
        entry = Entry(
            sys.intern(source),  # as many equal strings as copies, otherwise
            record["copy"],
            record["bytes"],
            bytes.fromhex(record["sha256"]),
            bytes.fromhex(record["source_sha256"]),
            tuple((name, bytes.fromhex(of)) for name, of in record.get("partners", {}).items()),
        )
        numbers = (entry.copy, entry.size, record["width"], record["height"])
        recipe, label = record["recipe"], record["label"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    sound = all(type(number) is int for number in numbers) and isinstance(recipe, list)
    sound = sound and "\0" not in file
    return (file, entry) if sound and isinstance(file, str) and isinstance(label, str) else None
