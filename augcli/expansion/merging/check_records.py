"""Check the records of parts against each other and against their files, before any work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from augcli.errors import UsageProblem
from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.mixing import left_out_of
from augcli.expansion.output.record import Entry
from augcli.storage.at_once import at_once
from augcli.storage.remote.scheme import is_url

_PRUNE = "type the commands of both parts again with --prune, and merge then"
_AT_ONCE = 1000  # files that are looked for together


class RecordCheck:
    """Goes through the records of all parts."""

    def __init__(self, parts: Sequence[FinishedPart]) -> None:
        self._files: dict[str, FinishedPart] = {}
        self._digests: dict[str, tuple[bytes, FinishedPart]] = {}
        self._left_out = left_out(parts)

    def add(self, part: FinishedPart) -> None:
        """Check the records of one more part.

        Raises:
            UsageProblem: a file is missing, in two parts, or made of other files than the rest.
        """
        files = self._checked(part)
        while some := [*islice(files, _AT_ONCE)]:
            _check_there(part, some)

    def _checked(self, part: FinishedPart) -> Iterator[str]:
        """Yield the files that must be there, as their records are checked."""
        for file, entry in part.entries():
            if part.shards is None:  # otherwise each source is in one shard
                self._check_once(part, file)
            self._check_inputs(part, entry)
            if not part.packs:
                yield file
        for marker in part.shards.markers.values() if part.shards else ():
            self._check_once(part, marker.file)
            if marker.stale:
                raise UsageProblem(
                    f"{part.path / marker.stale[0]} is of an image that part {part.part} does not "
                    "have any more",
                    f"type the command of part {part.part} again with --prune, and merge then",
                )
            yield marker.file

    def _check_once(self, part: FinishedPart, file: str) -> None:
        twin = self._files.setdefault(file, part)
        if twin is not part:
            raise UsageProblem(f"{file} is in {twin.path} and in {part.path}", _PRUNE)

    def _check_inputs(self, part: FinishedPart, entry: Entry) -> None:
        for name, digest in ((entry.source, entry.source_digest), *entry.partners):
            known, other = self._digests.setdefault(name, (digest, part))
            if known != digest:
                raise UsageProblem(
                    f"{name} was another file for {part.path} than for {other.path}",
                    "make each part again from the same DATA: type its command again",
                )
        for name, _ in entry.partners:
            if name in self._left_out:
                raise UsageProblem(
                    f"{part.path} mixes {name} into copies, which another part could not read",
                    "type the commands of all parts again, and merge then",
                )


def left_out(parts: Sequence[FinishedPart]) -> dict[str, str]:
    """Return the sources that some part could not mix into copies, with their SHA-256, by name."""
    found: list[Mapping[str, str]] = [left_out_of(one.run) for one in parts]
    return dict(sorted(item for one in found for item in one.items()))


def _check_there(part: FinishedPart, files: Sequence[str]) -> None:
    """Raise UsageProblem if one of the files is missing; many at once are asked for."""
    paths = [part.find(file) for file in files]
    there = at_once(_is_there, [path for path in paths if path])
    for file, path in zip(files, paths, strict=True):
        if path is None or not next(there):
            raise UsageProblem(
                f"{part.path / file} is not there, and the records of part {part.part} list it",
                "type the command of that part again, which makes it, and merge then",
            )


def _is_there(path: Path) -> bool:
    return path.is_file() if is_url(path) else os.path.lexists(path)
