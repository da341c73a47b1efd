"""The three files that tell of a run: run file, manifest, and what gave nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from augcli.errors import UsageProblem
from augcli.files import cannot, write_whole

RUN_FILE = "augcli.json"
MANIFEST = "manifest.jsonl"
SKIPPED = "skipped.jsonl"


class Entry(NamedTuple):
    """What resuming needs of a record: which copy of which source a file is, and its size."""

    source: str
    copy: int
    bytes: int


@dataclass(frozen=True)
class Line:
    """A record as a worker hands it over: the file it is about, and the JSON of it."""

    file: str
    entry: Entry
    json: str


def read_run_file(out: Path) -> dict[str, Any] | None:
    """Give the run file, or None where there is none.

    Raises:
        UsageProblem: it isn't one that augcli wrote.
    """
    path = out / RUN_FILE
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise cannot("read", path, error) from error
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("settings"), dict):
        raise UsageProblem(
            f"{path} is damaged: it is not the run file of an expansion",
            "expand into another folder, or move that file away with what it describes",
        )
    return found


def write_json(path: Path, value: object) -> None:
    """Write a value for people and programs to read, unless the file says just that already."""
    text = json.dumps(value, indent=2) + "\n"
    _write_if_changed(path, text.encode())


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write one record a line, unless the file says just that already."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    _write_if_changed(path, text.encode())


def _write_if_changed(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


class Manifest:
    """The manifest of a folder: read at the start, appended to, sorted by file at the end.

    Lines are appended as copies are made, so that a killed run knows what it has done. The last
    record of a file counts; a line that was cut short doesn't.
    """

    def __init__(self, out: Path) -> None:
        self.path = out / MANIFEST
        self.entries: dict[str, Entry] = {}
        self._stream: BinaryIO | None = None
        for record in _records(self.path):
            self.entries[record["file"]] = Entry(record["source"], record["copy"], record["bytes"])

    def append(self, lines: Iterable[Line]) -> None:
        """Add the records of copies just made."""
        try:
            if self._stream is None:
                self._stream = self.path.open("ab")
                if self._stream.tell():
                    self._stream.write(b"\n")  # after a line that was cut short
            self._stream.write("".join(f"{line.json}\n" for line in lines).encode())
            self._stream.flush()
        except OSError as error:
            raise cannot("write", self.path, error) from error
        self.entries.update((line.file, line.entry) for line in lines)

    def finish(self) -> None:
        """Close, and sort by file if anything was added."""
        if self._stream is None:
            return
        self._stream.close()
        self._stream = None
        latest = {record["file"]: line for line, record in _lines(self.path)}
        write_whole(self.path, b"".join(latest[file] for file in sorted(latest)))


def _records(path: Path) -> Iterable[dict[str, Any]]:
    return (record for _, record in _lines(path))


def _lines(path: Path) -> Iterable[tuple[bytes, dict[str, Any]]]:
    try:
        with path.open("rb") as stream:
            for line in stream:
                try:
                    record = json.loads(line)
                    Entry(record["source"], record["copy"], record["bytes"])
                    record["file"]
                except (ValueError, KeyError, TypeError):
                    continue
                yield line, record
    except FileNotFoundError:
        return
