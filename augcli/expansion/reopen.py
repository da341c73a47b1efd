"""Open the source of a record again, as it was when its copies were made."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from augcli.errors import SourceProblem
from augcli.expansion.output.record import Record
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.storage.limits import Limits
from augcli.storage.read import read_hashed
from augcli.storage.spellings import Spellings


class _Opened(NamedTuple):
    key: tuple[str, str]  # the source and the ending of its copies
    source: OpenSource
    digest: str


class SourceReopener:
    """Opens the sources of records below a root; the last one stays open."""

    def __init__(self, root: Path, maker: CopyMaker) -> None:
        self._spellings = Spellings(root)
        self._maker = maker
        self._last: _Opened | None = None
        self._digest = lru_cache(self._hash)

    def open(self, record: Record, ending: str) -> OpenSource:
        """Open the source of a record for outputs of an ending.

        Raises:
            SourceProblem: it, or a partner mixed into the copy, isn't what it was then.
        """
        opened = self._opened(record["source"], ending)
        inputs = {record["source"]: record["source_sha256"], **record.get("partners", {})}
        for name, digest in inputs.items():
            found = opened.digest if name == record["source"] else self._digest(name)
            if found != digest:
                raise SourceProblem("bad", "source", f"its source {name} has changed since")
        return opened.source

    def _opened(self, name: str, ending: str) -> _Opened:
        if self._last and self._last.key == (name, ending):
            return self._last
        try:
            data, digest = self._read(name)
            source = self._maker.open(data, ending)
        except SourceProblem as problem:
            raise _of_source(name, problem) from problem
        self._last = _Opened((name, ending), source, digest)
        return self._last

    def _hash(self, name: str) -> str:
        try:
            return self._read(name)[1]
        except SourceProblem as problem:
            raise _of_source(name, problem) from problem

    def _read(self, name: str) -> tuple[bytes, str]:
        if ".." in name.split("/"):
            raise SourceProblem("refused", "source", "is outside the dataset")
        return read_hashed(self._spellings.path(name), Limits.bytes)


def _of_source(name: str, problem: SourceProblem) -> SourceProblem:
    return SourceProblem(problem.status, "source", f"its source {name} {problem.text}")
