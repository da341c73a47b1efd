"""The manifest: read at the start, appended to, sorted by file at the end."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Self

from augcli.expansion.output.entries import Entries
from augcli.expansion.output.listed_files import inside
from augcli.expansion.output.record import Entry, Line, parse
from augcli.expansion.output.record_files import MANIFEST, all_lines_of
from augcli.pipeline.recipe_check import check_recipe
from augcli.storage.files import (
    CAN_FLUSH,
    append_file,
    flush,
    write_if_changed,
    write_parts,
)
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest, open_record
from augcli.storage.walk import walk

SKIPPED = "skipped.jsonl"

_COPY = re.compile(r"_aug\d{3,}\.[A-Za-z]+$")
_CHECKPOINT = 10.0  # seconds between lines being written: what a power cut can cost
_MOST_PENDING = 25_000  # lines that are kept until then, 20 MB


class Manifest:
    """The records of a folder, and those that a run adds.

    Lines are added every few seconds, after the copies they describe are on the disk, so that an
    interrupted run knows what it has done. The last record of a file counts; damaged lines don't.

    ``entries`` holds the records that were there at the start, by file.
    """

    def __init__(
        self, out: Path, entries: Entries | None = None, *, is_sorted: bool = False
    ) -> None:
        self.out = out
        self.path = out / MANIFEST
        self.entries = entries or Entries()
        self._is_sorted = is_sorted  # as sorted_copy leaves it
        self._unclaimed = set(self.entries)
        self._pending: list[Line] = []
        self._own: dict[str, int] = {}  # where the lines are that this run has added
        self._flushed = time.monotonic()

    @classmethod
    def read(cls, out: Path, path: Path | None = None, *, recipes: bool = False) -> Self:
        """Read the manifest of a folder; it is empty if there is none.

        ``path`` is that of the records of a shard, if only these are wanted.
        With ``recipes``, records with a recipe that augcli did not write don't count either. That
        takes longer than all other checks.
        """
        entries = Entries()
        last, is_sorted = "", True
        for line, found in _parsed(path or out / MANIFEST):
            file, entry = found or ("", None)
            is_sorted = is_sorted and file > last and line == line.strip() + b"\n"
            last = file
            if entry and not (recipes and _has_odd_recipe(line)):
                entries[file] = entry
        return cls(out, entries, is_sorted=is_sorted)

    @property
    def partners(self) -> set[tuple[str, bytes]]:
        """The names and SHA-256 of the sources that were mixed into copies."""
        return {partner for entry in self.entries.values() for partner in entry.partners}

    def claim(self, file: str) -> Entry | None:
        """Return the entry of a file, if any, and note that the dataset still has its source."""
        self._unclaimed.discard(file)
        return self.entries.get(file)

    def append(self, lines: Iterable[Line]) -> None:
        """Add the records of copies just made. Raises EnvironmentFailure."""
        self._pending.extend(lines)
        waited = time.monotonic() - self._flushed
        if waited > _CHECKPOINT or len(self._pending) >= _MOST_PENDING:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Flush the copies made so far to the disk, and then add their records."""
        if not self._pending:
            return
        if CAN_FLUSH:
            flush(self.out)
        # First a line's end: the last run may have been cut short in the middle of a line.
        added = [line.json.encode() for line in self._pending]
        place = append_file(self.path, b"\n".join([b"", *added, b""])) + 1
        for line, data in zip(self._pending, added, strict=True):
            self._own[line.file] = place
            place += len(data) + 1
        self._is_sorted = False
        self._pending.clear()
        self._flushed = time.monotonic()

    def stale(
        self, fruitless: Collection[str], unknown: Collection[str] = (), *, unlisted: bool = False
    ) -> list[str]:
        """Return the files, sorted, whose source is gone or gave nothing this time.

        ``fruitless`` are the sources that gave nothing, ``unknown`` the folders that could not be
        listed: a source may be there. With ``unlisted`` the files are added that look like copies
        and that no record names: a run that was killed may have made them.
        """
        found = self._unclaimed | (self._find_unlisted() if unlisted else set())
        if fruitless:
            found |= {file for file, entry in self.entries.items() if entry.source in fruitless}
        return sorted(file for file in found if not self._is_below(file, unknown))

    def unchanged(self, files: Iterable[str]) -> list[str]:
        """Return the files that nobody has edited: those that are as their records say.

        A file without a record is one that a killed run has left.
        """
        return [file for file in files if self._is_unchanged(file)]

    def _is_unchanged(self, file: str) -> bool:
        entry = self.entries.get(file)
        path = inside(self.out, file)
        if entry is None or path is None or not path.is_file():
            return True
        return find_digest(path, Limits.bytes) == entry.digest.hex()

    def _is_below(self, file: str, folders: Collection[str]) -> bool:
        """Return True if the source of a file is in one of some folders."""
        entry = self.entries.get(file)
        name = entry.source if entry else file
        return any(name.startswith(f"{folder}/") for folder in folders)

    def _find_unlisted(self) -> set[str]:
        self.checkpoint()
        listed = {file for _, file, _ in _entries(self.path)}
        found = ((folder, name) for folder, _, names in walk(self.out) for name in names)
        files = (f"{folder}/{name}" if folder else name for folder, name in found)
        return {file for file in files if _COPY.search(file)} - listed

    def finish(self, removed: Collection[str] = ()) -> None:
        """Sort the manifest by file, without the records of ``removed`` files.

        Raises:
            EnvironmentFailure: it can't be written.
        """
        self.checkpoint()
        if not self.path.exists():
            write_parts(self.path, ())
        if removed or not self._is_sorted:
            sorted_copy(self.path, removed, self._own)


def sorted_copy(path: Path, left_out: Collection[str] = (), known: Mapping[str, int] = {}) -> None:
    """Replace a manifest by one that is sorted by file, with the last sound record of each file.

    Records of the files ``left_out`` are dropped. ``known`` tells where the records at its end are,
    by file, which saves reading them. Raises EnvironmentFailure.
    """
    before = min(known.values(), default=sys.maxsize)
    # Offsets of lines take a tenth of the memory that the lines would.
    places = {file: place for place, file, _ in _entries(path, before)} | dict(known)
    files = sorted(places.keys() - left_out)
    with open_record(path) as stream:
        write_parts(path, (_line_at(stream, places[file]) for file in files))


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write one record a line, unless the file has exactly that content."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    write_if_changed(path, text.encode())


def _has_odd_recipe(line: bytes) -> bool:
    try:
        check_recipe(json.loads(line)["recipe"])
    except (ValueError, RecursionError):
        return True
    return False


def _line_at(stream: BinaryIO, place: int) -> bytes:
    stream.seek(place)
    return stream.readline().strip() + b"\n"


def _entries(path: Path, before: int = sys.maxsize) -> Iterator[tuple[int, str, Entry]]:
    """Yield where each sound line of a manifest before a place is, and what it says."""
    place = 0
    with closing(_parsed(path)) as lines:
        while place < before and (read := next(lines, None)):
            line, found = read
            if found:
                yield place, *found
            place += len(line)


def _parsed(path: Path) -> Generator[tuple[bytes, tuple[str, Entry] | None]]:
    """Yield each line of a manifest, and what it says; None for a damaged or empty one."""
    for line in all_lines_of(path):
        yield line, parse(line)
