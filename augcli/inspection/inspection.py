"""Inspect a dataset, or an OUT: everything that is known of it, before it is put into words."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from augcli.dataset.file_kinds import NOT_AN_IMAGE
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import is_carried, place_of
from augcli.errors import ExitCode
from augcli.expansion.jobs import FIGURE_REASON
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.skipped_source import SkippedSource
from augcli.inspection.cache import MeasureCache
from augcli.inspection.drawn import DrawnInOut, drawn_in
from augcli.inspection.duplicates import (
    Alike,
    across_splits,
    exact_duplicates,
    near_duplicates,
    under_two_labels,
)
from augcli.inspection.gather import Seen, look_at
from augcli.inspection.pair_cache import PairCache
from augcli.inspection.picture import Picture
from augcli.inspection.spread import Spread

OnStep = Callable[[int, int], None]
"""What is called after each step, with how many are done, and of how many."""

MEASURES = ("brightness", "contrast", "sharpness", "colourfulness")
"""The measures of pixels whose spreads and outliers are told."""

MOST_COMPARED = 5000
"""Up to so many pictures near duplicates are looked for unasked: it takes 4 ms each, or more."""

_BY_RATIO = ("sharpness", "bytes")


@dataclass
class Inspection:
    """What is known of a dataset.

    ``labels`` are the classes, with images or without. ``pictures`` could be read, in order of
    name, and ``skipped`` could not. ``near`` has the near duplicates, None if they were not looked
    for. ``drawn`` is what was drawn for the copies, None of a dataset that is not an OUT. ``typed``
    are the flags that a command needs to find the same images and labels.
    """

    data: Path
    labels: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    skipped: list[SkippedSource] = field(default_factory=list)
    passed_over: PassedOver = field(default_factory=PassedOver)
    near: list[Alike] | None = None
    drawn: DrawnInOut | None = None
    seconds: float = 0.0
    typed: tuple[str, ...] = ()

    @property
    def is_out(self) -> bool:
        """True if it is the output of an expansion."""
        return self.drawn is not None

    @property
    def has_classes(self) -> bool:
        """True if the images are in classes or splits."""
        return bool(self.labels or self.splits)

    @property
    def has_several_labels(self) -> bool:
        """True if images have any number of labels, so that no class can be filled up by itself."""
        return any(one.source.labels is not None for one in self.pictures)

    def count(self, of: Callable[[Picture], Any]) -> Counter[Any]:
        """Count the pictures by what a function returns for each."""
        return Counter(map(of, self.pictures))

    def names(self, which: Callable[[Picture], bool]) -> list[str]:
        """Return the names of the pictures for which a function returns True."""
        return [one.source.name for one in self.pictures if which(one)]

    @cached_property
    def classes(self) -> dict[str, Counter[str]]:
        """The number of pictures by split, of each class; the split is empty if there are none.

        The classes are in order of name, and the splits as in ``splits``.
        """
        counts = Counter(
            (label, one.source.split) for one in self.pictures for label in one.source.classes
        )
        labels = sorted({*self.labels, *(label for label, _ in counts)})
        splits = list(self.splits) or [""]
        return {
            label: Counter({split: counts[label, split] for split in splits}) for label in labels
        }

    @cached_property
    def splits(self) -> Counter[str]:
        """The number of pictures in each split, train first; none if there are no splits."""
        counts = Counter(one.source.split for one in self.pictures if one.source.split)
        return Counter({split: counts[split] for split in sorted(counts, key=place_of)})

    @cached_property
    def training(self) -> Counter[str]:
        """The number of pictures of each class that a model is trained on: not val and test."""
        counts = Counter(dict.fromkeys(self.labels, 0))
        training = (one.source for one in self.pictures if not is_carried(one.source.split))
        counts.update(label for source in training for label in source.classes)
        return counts

    def spread(self, measure: str) -> Spread:
        """Return the spread of a measure over all pictures, of which there must be one."""
        values = {one.source.name: getattr(one.measures, measure) for one in self.pictures}
        return Spread(values, by_ratio=measure in _BY_RATIO)

    @cached_property
    def outliers(self) -> dict[str, list[tuple[str, float]]]:
        """The pictures that stand out by each measure, farthest first, with their values."""
        return {one: self.spread(one).outliers for one in MEASURES} if self.pictures else {}

    @property
    def is_worth_comparing(self) -> bool:
        """True if near duplicates are looked for unasked, as few pictures are compared."""
        return len(self.compared) <= MOST_COMPARED

    @property
    def compared(self) -> list[Picture]:
        """The pictures to look for near duplicates among: one of each source in an OUT.

        Copies of one source are alike by design, and those of two sources as alike as these.
        """
        if self.drawn is None:
            return self.pictures
        kept = set(self.drawn.nearest.values())
        origins = self.drawn.origins
        return [
            one
            for one in self.pictures
            if one.source.name in kept or one.source.name not in origins
        ]

    def look_for_near_duplicates(
        self, workers: int, on_step: OnStep, *, cached: bool = True
    ) -> None:
        """Set ``near``. It takes several times as long as to measure the pictures.

        Raises:
            EnvironmentFailure: the machine can read no file now, or a worker can't be started.
        """
        start = time.monotonic()
        cache = PairCache(self.data, self.compared, used=cached)
        self.near = near_duplicates(self.compared, cache, workers, on_step)
        self.seconds += time.monotonic() - start

    @cached_property
    def exact(self) -> list[Alike]:
        """The pictures whose files are the same."""
        return exact_duplicates(self.pictures)

    @cached_property
    def alike(self) -> list[Alike]:
        """All pictures that are alike."""
        return [*self.exact, *(self.near or [])]

    @cached_property
    def two_labels(self) -> list[Alike]:
        """Those of ``alike`` that stand under more than one class."""
        return under_two_labels(self.alike)

    @cached_property
    def leaks(self) -> list[Alike]:
        """Those of ``alike`` that stand in more than one split."""
        return across_splits(self.alike)

    @property
    def marked(self) -> dict[str, list[Picture]]:
        """The pictures that expand changes more than others, by what is peculiar to them."""
        return {
            "with a GPS position": [one for one in self.pictures if one.measures.gps],
            "upright by a tag": [one for one in self.pictures if one.measures.orientation > 1],
            "transparent": [one for one in self.pictures if one.measures.transparent],
            "of 16 bits": [one for one in self.pictures if one.measures.depth == 16],
        }

    @property
    def groups(self) -> dict[str, list[Alike]]:
        """The groups of pictures that are alike, by what is wrong with them."""
        return {
            "the same file": self.exact,
            "near duplicates": self.near or [],
            "under two labels": self.two_labels,
            "in two splits": self.leaks,
        }

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.skipped else ExitCode.OK


def inspect(dataset: Dataset, workers: int, on_step: OnStep, *, cached: bool = True) -> Inspection:
    """Measure the pictures of a dataset, with worker processes; nothing is written to it.

    ``cached`` says whether the user's cache folder is read and written.

    Raises:
        UsageProblem: there is no such folder, or no image in class folders.
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    start = time.monotonic()
    run = read_run_file(dataset.root) if dataset.root.is_dir() else None
    if run:
        settings = run["settings"]
        several = settings.get("labels") == "several"
        dataset.flat = dataset.flat or several or settings.get("flat") is True
    sources = [source for folder in dataset.folders() for source in folder.sources]
    found = Inspection(dataset.root, dataset.classes(), passed_over=dataset.passed_over)
    cache = MeasureCache(dataset.root, used=cached)
    try:
        for done, seen in enumerate(look_at(sources, cache, workers), start=1):
            _add(found, seen)
            on_step(done, len(sources))
    finally:
        cache.save()  # of an inspection that is stopped, too
    found.pictures.sort()
    found.skipped.sort(key=lambda one: one.source)
    if run:
        found.drawn = drawn_in(dataset.root)
        found.passed_over.pop(NOT_AN_IMAGE, None)  # augcli's own files; verify tells of others
    found.seconds = time.monotonic() - start
    return found


def _add(found: Inspection, seen: Seen) -> None:
    """Sort what was seen of a source into the inspection."""
    if seen.measures:
        found.pictures.append(Picture(seen.source, seen.measures))
    elif seen.problem and seen.problem.reason == FIGURE_REASON:
        found.passed_over.note(FIGURE_REASON, seen.source.name)
    elif seen.problem:
        found.skipped.append(SkippedSource.of(seen.source, seen.problem))
