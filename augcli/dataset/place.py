"""Where a folder is in a dataset: above its splits, above its classes, or in a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from augcli.dataset.source import Source


class Place(NamedTuple):
    """The split and the class of what is in a folder.

    ``label`` is None above the class folders. ``splits`` holds the names of the splits, with their
    class folders, at a root that has splits, and nothing elsewhere.
    """

    label: str | None = None
    split: str = ""
    splits: Mapping[str, tuple[str, ...]] = {}

    def below(self, name: str) -> Place:
        """Return the place of a folder in this one."""
        if self.splits:
            return Place(None if self.splits.get(name) else "", name)
        return Place(name, self.split) if self.label is None else self

    def source(self, name: str, at: str = "", **facts: Any) -> Source:
        """Return a source in this place; ``name`` is its path below the root.

        ``at`` and ``facts`` are the other fields of the source.
        """
        return Source(name, self.label or "", at, split=self.split, **facts)
