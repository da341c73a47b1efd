"""What it takes to make a copy once more: its source as it was, by its record."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from augcli.dataset.scan import Source
from augcli.errors import SourceProblem
from augcli.expansion.output.naming import OutputName
from augcli.expansion.plan import Job
from augcli.expansion.source import Opened
from augcli.expansion.worker import Worker
from augcli.storage.limits import Limits
from augcli.storage.read import read_file


class Reopened:
    """The sources of records, opened by a worker, the last of which stays open."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._last: Opened | None = None
        self._digest = lru_cache(self._hash)

    def open(self, record: dict[str, Any], ending: str) -> Opened:
        """Open the source of a record for outputs of an ending.

        Raises:
            SourceProblem: it, or a partner mixed into the copy, isn't what it was then.
        """
        opened = self._opened(record, ending)
        inputs = {record["source"]: record["source_sha256"], **record.get("partners", {})}
        for name, digest in inputs.items():
            found = opened.digest if name == record["source"] else self._digest(name)
            if found != digest:
                raise SourceProblem("bad", "source", f"its source {name} has changed since")
        return opened

    def _opened(self, record: dict[str, Any], ending: str) -> Opened:
        source, last = record["source"], self._last
        if last and (last.job.source.name, last.job.name.ending) == (source, ending):
            return last
        name = OutputName(record["file"].rpartition("_aug")[0], ending)
        try:
            opened = self._worker.open(Job(Source(source, record["label"]), name, ()))
        except SourceProblem as problem:
            raise _of_source(source, problem) from problem
        self._last = opened
        return opened

    def _hash(self, name: str) -> str:
        try:
            data = read_file(f"{self._worker.root}/{name}", Limits.bytes)
        except SourceProblem as problem:
            raise _of_source(name, problem) from problem
        return hashlib.sha256(data).hexdigest()


def _of_source(name: str, problem: SourceProblem) -> SourceProblem:
    return SourceProblem(problem.status, "source", f"its source {name} {problem.text}")
