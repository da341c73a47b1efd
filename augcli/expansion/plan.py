"""Plan a run: a job for each source, with the outputs that OUT does not have yet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.jobs import Job
from augcli.expansion.output.label_swaps import among_the_other
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.naming import OutputName, name_outputs
from augcli.expansion.output.record import Entry
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.sample_names import name_samples, without_dots
from augcli.expansion.output.settings import Settings
from augcli.expansion.wanted import wanted
from augcli.storage.limits import Limits
from augcli.storage.names import Spellings
from augcli.storage.read import find_digest


@dataclass(frozen=True)
class Plan:
    """The jobs of a run: what the settings ask for, minus what OUT already has.

    An output is in place if its size is what the manifest says, and the source is still the one
    that it was made from. With ``verify`` its content is compared too. ``fruitless`` are sources
    that gave no copies: others of their classes get theirs, if there is a target. ``mine`` are the
    sources of this part of the run; None if it is the whole.
    """

    dataset: Dataset
    out: Path
    settings: Settings
    verify: bool = False
    fruitless: frozenset[str] = frozenset()
    mine: frozenset[str] | None = None

    @cached_property
    def outputs(self) -> Spellings:
        """The files in OUT."""
        return Spellings(self.out)

    @cached_property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """The labels of sources that have any number of them."""
        sources = (source for folder in self.dataset.folders() for source in folder.sources)
        return {one.name: one.labels for one in sources if one.labels is not None}

    def jobs(self, manifest: Manifest) -> Iterator[Job]:
        """Yield a job for each source, in order of name; one with nothing missing is done."""
        settings = self.settings
        wanted_of = wanted(self.dataset, settings, self.fruitless)
        for folder in self.dataset.folders():
            carried = folder.sources[0].carried  # as all of a folder
            originals = "copy" if carried else settings.originals
            name_all = name_samples if settings.sharding else name_outputs
            for source, plain in name_all(folder, settings.output.format, originals):
                if self.mine is not None and source.name not in self.mine:
                    continue
                copies, kept = wanted_of(source)
                name = plain if carried else self._swapped(source, plain, copies)
                check = _Check(self, manifest, source)
                everything = range(1, copies + 1)
                missing = [n for n in everything if not check.in_place(name.copy(n), n)]
                original = kept and not check.in_place(name.original, 0)
                if name.original and not kept:
                    name = name._replace(original="")
                yield Job(source, name, tuple(missing), original, copies=copies)

    def others(self) -> Iterator[Job]:
        """Yield the jobs of the other parts, with everything missing."""
        if self.mine is not None:
            everyone = replace(self, mine=None).jobs(Manifest(self.out))
            yield from (job for job in everyone if job.source.name not in self.mine)

    def _swapped(self, source: Source, name: OutputName, copies: int) -> OutputName:
        if not self.settings.swap_labels:
            return name
        swaps, pipeline = dict(self.settings.swap_labels), self.settings.pipeline
        if source.label not in swaps:
            return name
        recipes = pipeline.draw_distinct(self.settings.seed, source.name, copies)
        name = among_the_other(source, name, swaps, recipes)
        if self.settings.sharding:
            name = name._replace(elsewhere=without_dots(name.elsewhere))
        return name


def unlisted(out: Path, dataset: Dataset) -> Iterator[str]:
    """Yield the names of the files that an unfinished run in OUT had not recorded yet."""
    run = read_run_file(out)
    if run is None or run.get("totals") is not None:
        return
    try:
        settings = Settings.of_json(run["settings"])
    except (AttributeError, KeyError, TypeError, ValueError):  # of another version, or damaged
        return
    listed_then = dataset
    if not settings.is_arranged:
        listed_then = Dataset(dataset.root, settings.flat, dataset.follow_links, settings.splits)
    for job in Plan(listed_then, out, settings).jobs(Manifest.read(out)):
        yield from (job.name.copy(copy) for copy in job.missing)
        if job.original:
            yield job.name.original


class _Check:
    """Checks which outputs of one source are in place."""

    def __init__(self, plan: Plan, manifest: Manifest, source: Source) -> None:
        self._plan = plan
        self._manifest = manifest
        self._source = source
        self._digest = ""

    def in_place(self, file: str, copy: int) -> bool:
        entry = self._manifest.claim(file)
        if entry is None or entry[:2] != (self._source.name, copy):
            return False
        path = self._plan.outputs.path(file)
        try:
            size = os.stat(path).st_size  # noqa: PTH116, Path costs as much as the call itself
        except OSError:
            return False
        if size != entry.size or not self._is_of(entry):
            return False
        return not self._plan.verify or find_digest(path, Limits.bytes) == entry.digest.hex()

    def _is_of(self, entry: Entry) -> bool:
        """Return True if an output was made of the source, partners and labels of now."""
        digests = self._plan.dataset.digests
        # Once for all copies of a source.
        self._digest = self._digest or digests.of(
            self._source.name, self._source.path, self._source.listed
        )
        if entry.labels and any(
            self._plan.labels.get(name) != labels for name, labels in entry.labels
        ):
            return False
        if self._digest != entry.source_digest.hex():
            return False
        return not entry.partners or all(
            digests.of(name) == digest.hex() for name, digest in entry.partners
        )
