"""A source without outputs, and the reason: a line of skipped.jsonl."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from augcli.dataset.source import Source
from augcli.expansion.jobs import Problem


@dataclass(frozen=True)
class SkippedSource:
    """A source without outputs, and the reason: a line of ``skipped.jsonl``."""

    source: str
    label: str
    status: str
    reason: str
    text: str
    kind: str = ""

    @classmethod
    def of(cls, source: Source, problem: Problem) -> Self:
        """Make one from a source and the reason why it has no outputs."""
        return cls(source.name, source.label, **asdict(problem))

    @classmethod
    def parse(cls, line: bytes) -> Self | None:
        """Make one from a line of the file; None if that is damaged."""
        try:
            found = cls(**json.loads(line))
            same = json.dumps(found.as_json()).encode() == line.strip()
        except (RecursionError, TypeError, ValueError):
            return None
        return found if same and all(isinstance(one, str) for one in vars(found).values()) else None

    def as_json(self) -> dict[str, str]:
        """Return the record; ``kind`` is only in that of a format that is not read."""
        record = asdict(self)
        return record if self.kind else {k: v for k, v in record.items() if k != "kind"}


def unread_names(skipped: Iterable[SkippedSource]) -> dict[str, list[str]]:
    """Return the sources whose format is not read, by the name of the format."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(skipped, key=lambda one: one.source):
        if one.kind:
            found[one.kind].append(one.source)
    return dict(sorted(found.items()))
