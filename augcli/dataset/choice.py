"""Choose some of the sources of a dataset: by pattern, by class, or a few of each class."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Self

from augcli.dataset.by_hash import by_hash
from augcli.dataset.source import Source


@dataclass(frozen=True)
class Choice:
    """Which sources to take.

    ``include`` and ``exclude`` are patterns such as ``*.jpg`` for the name of a file, or
    ``hat/2019*`` for its path below the root. ``only`` names classes. ``limit`` is the most sources
    of a class; which ones they are is drawn by their names.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limit: int | None = None

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the choice of a run file. Raises KeyError or TypeError."""
        many = {name: tuple(kept[name]) for name in ("include", "exclude", "only")}
        return cls(**many, limit=kept["limit"])

    def in_words(self) -> str:
        """Return the flags that stand for this choice."""
        flags = {"include": self.include, "exclude": self.exclude, "class": self.only}
        typed = [f"--{flag} {shlex.quote(one)}" for flag, many in flags.items() for one in many]
        return " ".join([*typed, *([f"--limit {self.limit}"] if self.limit else [])])

    def of(self, sources: Sequence[Source]) -> set[str]:
        """Return the names of the sources that are taken."""
        taken = [source for source in sources if self._takes(source)]
        if self.limit is None:
            return {source.name for source in taken}
        classes: defaultdict[str, list[str]] = defaultdict(list)
        for source in taken:
            classes[f"{source.split}/{source.label}"].append(source.name)
        return {
            name for names in classes.values() for name in by_hash("limit", names)[: self.limit]
        }

    def _takes(self, source: Source) -> bool:
        return (
            (not self.only or not {*self.only}.isdisjoint(source.classes))
            and (not self.include or matches(source.name, self.include))
            and not matches(source.name, self.exclude)
        )


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Return True if the path of a source fits one of some patterns, in which ``*`` fits ``/`` too.

    A pattern without ``/`` is for the name of the file.
    """
    file = name.rpartition("/")[2]
    return any(fnmatchcase(name if "/" in one else file, one) for one in patterns)
