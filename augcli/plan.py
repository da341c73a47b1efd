"""What is to be done: a job for each source that has copies missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset import Dataset, Source
from augcli.manifest import Manifest
from augcli.naming import OutputName, name_outputs
from augcli.settings import Settings


@dataclass(frozen=True)
class Job:
    """A source, the names of its outputs, and the copies of it that are missing.

    ``original`` is whether the source itself is to be put beside its copies.
    """

    source: Source
    name: OutputName
    missing: tuple[int, ...]
    original: bool = False

    @property
    def is_done(self) -> bool:
        """Whether all its outputs are in place."""
        return not self.missing and not self.original


@dataclass(frozen=True)
class Plan:
    """The jobs of a run: what the settings ask for, minus what OUT has."""

    dataset: Dataset
    out: Path
    settings: Settings

    def jobs(self, manifest: Manifest) -> Iterator[Job]:
        """Give a job for every source, in order of name; one that is done where all is in place."""
        originals = self.settings.originals != "none"
        for sources in self.dataset.folders():
            named = name_outputs(sources, self.settings.output.format, originals=originals)
            for source, name in named:
                missing = tuple(
                    copy
                    for copy in range(1, self.settings.copies + 1)
                    if not self._in_place(manifest, name.copy(copy), source.name, copy)
                )
                original = originals and not self._in_place(
                    manifest, source.name, source.name, copy=0
                )
                yield Job(source, name, missing, original)

    def _in_place(self, manifest: Manifest, file: str, source: str, copy: int) -> bool:
        entry = manifest.entries.get(file)
        if entry is None or entry[:2] != (source, copy):
            return False
        return _size(f"{self.out}/{file}") == entry.bytes


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116, Path costs as much as the call itself
    except OSError:
        return None
