"""Plan a run: a job for each source, with the outputs that OUT does not have yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.in_place import InPlace
from augcli.expansion.jobs import Job
from augcli.expansion.output.label_swaps import among_the_other
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.naming import OutputName, name_outputs
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.sample_names import name_samples, without_dots
from augcli.expansion.output.settings import Settings
from augcli.expansion.wanted import wanted


@dataclass(frozen=True)
class Plan:
    """The jobs of a run: what the settings ask for, minus what OUT already has.

    With ``verify`` the content of outputs in place is compared too. ``fruitless`` are sources that
    gave no copies: others of their classes get theirs, if there is a target. ``mine`` are the
    sources of this part of the run; None if it is the whole.
    """

    dataset: Dataset
    out: Path
    settings: Settings
    verify: bool = False
    fruitless: frozenset[str] = frozenset()
    mine: frozenset[str] | None = None

    @cached_property
    def _in_place(self) -> InPlace:
        return InPlace(self.dataset, self.out)

    def jobs(self, manifest: Manifest) -> Iterator[Job]:
        """Yield a job for each source, in order of name; one with nothing missing is done."""
        settings = self.settings
        wanted_of = wanted(self.dataset, settings, self.fruitless)
        for folder in self.dataset.folders():
            carried = folder.sources[0].carried  # as all of a folder
            originals = "copy" if carried else settings.originals
            name_all = name_samples if settings.packs else name_outputs
            for source, plain in name_all(folder, settings.output.format, originals):
                if self.mine is not None and source.name not in self.mine:
                    continue
                copies, kept = wanted_of(source)
                name = plain if carried else self._swapped(source, plain, copies)
                if name.original and not kept:
                    name = name._replace(original="")
                job = Job(source, name, _numbers(copies), kept, copies=copies)
                yield self._in_place.left(job, manifest, verify=self.verify)

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
        if self.settings.packs:
            name = name._replace(elsewhere=without_dots(name.elsewhere))
        return name


@cache
def _numbers(copies: int) -> tuple[int, ...]:
    """Return the numbers of the copies of a source: one tuple for many sources."""
    return tuple(range(1, copies + 1))


def unlisted(out: Path, dataset: Dataset) -> Iterator[str]:
    """Yield the names of all files that an unfinished run in OUT may have made."""
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
    for job in Plan(listed_then, out, settings).jobs(Manifest(out)):
        yield from job.unmade
