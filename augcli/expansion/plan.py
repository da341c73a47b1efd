"""Plan a run: a job for each source, with the outputs that OUT does not have yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.scan import Dataset, Source, touched
from augcli.expansion.jobs import Job
from augcli.expansion.output.label_swaps import among_the_other
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.naming import OutputName, name_outputs
from augcli.expansion.output.record import Entry
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.settings import Settings
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest


@dataclass(frozen=True)
class Plan:
    """The jobs of a run: what the settings ask for, minus what OUT already has.

    An output is in place if its size is what the manifest says, and the source is still the one
    that it was made from. With ``verify`` its content is compared too.
    """

    dataset: Dataset
    out: Path
    settings: Settings
    verify: bool = False

    def jobs(self, manifest: Manifest) -> Iterator[Job]:
        """Yield a job for every source, in order of name; one with nothing missing is done."""
        originals = self.settings.originals
        for folder in self.dataset.folders():
            named = name_outputs(folder, self.settings.output.format, originals)
            for source, plain in named:
                name = self._swapped(source, plain)
                check = _Check(self, manifest, source)
                missing = tuple(
                    copy
                    for copy in range(1, self.settings.copies + 1)
                    if not check.in_place(name.copy(copy), copy)
                )
                original = originals != "none" and not check.in_place(name.original, 0)
                yield Job(source, name, missing, original)

    def _swapped(self, source: Source, name: OutputName) -> OutputName:
        swaps, pipeline = dict(self.settings.swap_labels), self.settings.pipeline
        if source.label not in swaps:
            return name
        recipes = pipeline.draw_distinct(self.settings.seed, source.name, self.settings.copies)
        return among_the_other(source, name, swaps, recipes)


def unlisted(out: Path, dataset: Dataset) -> Iterator[str]:
    """Yield the names of the files that an unfinished run in OUT had not recorded yet."""
    run = read_run_file(out)
    if run is None or run.get("totals") is not None:
        return
    try:
        settings = Settings.of_json(run["settings"])
    except (AttributeError, KeyError, TypeError, ValueError):  # of another version, or damaged
        return
    for job in Plan(dataset, out, settings).jobs(Manifest.read(out)):
        yield from (job.name.copy(copy) for copy in job.missing)
        if job.original:
            yield job.name.original


class _Check:
    """Checks which outputs of one source are in place."""

    def __init__(self, plan: Plan, manifest: Manifest, source: Source) -> None:
        self._plan = plan
        self._manifest = manifest
        self._source = source
        self._digests: dict[str, str] = {}

    def in_place(self, file: str, copy: int) -> bool:
        entry = self._manifest.claim(file)
        if entry is None or entry[:2] != (self._source.name, copy):
            return False
        path = f"{self._plan.out}/{file}"
        try:
            status = os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
            made = os.lstat(path).st_mtime_ns if copy == 0 else status.st_mtime_ns
        except OSError:
            return False
        if status.st_size != entry.size or not self._is_of(entry, made):
            return False
        return not self._plan.verify or find_digest(path, Limits.bytes) == entry.digest.hex()

    def _is_of(self, entry: Entry, made: int) -> bool:
        """Return True if the source and partners of an output are unchanged since it was ``made``.

        Files that are older than the output count as unchanged; newer ones are read and hashed.
        """
        inputs = ((self._source.name, entry.source_digest), *entry.partners)
        return all(self._is_as_before(name, digest, made) for name, digest in inputs)

    def _is_as_before(self, name: str, digest: bytes, made: int) -> bool:
        path = f"{self._plan.dataset.root}/{name}"
        if (self._source.touched if name == self._source.name else touched(path)) < made:
            return True
        if name not in self._digests:
            self._digests[name] = find_digest(path, Limits.bytes)
        return self._digests[name] == digest.hex()
