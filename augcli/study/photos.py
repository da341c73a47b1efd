"""Choose the photos of a study, and check that they can tell anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from augcli.dataset.by_hash import by_hash
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import UsageProblem


@dataclass(frozen=True)
class Photos:
    """The photos to train on, and those that are held out; ``there`` is how many there are in all.

    ``classes`` are those of the training photos.
    """

    training: tuple[Source, ...]
    held: tuple[Source, ...]
    classes: tuple[str, ...]
    there: int

    def class_of(self, source: Source) -> int:
        """Return the number of the class of a photo."""
        return self.classes.index(source.label)


def choose(dataset: Dataset, holdout: Dataset | None, most: int, folds: int) -> Photos:
    """Return at most so many training photos of a dataset, as many of each class as its share.

    Held-out photos are those of ``holdout``, or of the splits of the dataset other than train.

    Raises:
        UsageProblem: there are too few classes or photos, or the classes don't fit.
        EnvironmentFailure: a folder can't be listed.
    """
    everything = _listed(dataset)
    training = [one for one in everything if not one.carried]
    held = [one for one in everything if one.carried] if holdout is None else _listed(holdout)
    classes = sorted({one.label for one in training})
    _check_classes(training, classes, 2 if held else folds)
    strange = sorted({one.label for one in held} - set(classes))
    if strange:
        raise UsageProblem(
            f"the holdout has the class {strange[0]}, and the training photos have not",
            f"their classes are {', '.join(classes[:10])}",
        )
    chosen = _sampled(training, most, folds)
    return Photos(tuple(chosen), tuple(held), tuple(classes), len(training))


def _listed(dataset: Dataset) -> list[Source]:
    sources = (one for folder in dataset.folders() for one in folder.sources)
    return sorted((one for one in sources if one.is_readable), key=lambda one: one.name)


def _check_classes(training: Iterable[Source], classes: Sequence[str], least: int) -> None:
    if len(classes) < 2 or not all(classes):
        raise UsageProblem(
            f"a study needs two classes or more, and there is {'one' if classes else 'none'}",
            "give a folder that holds a folder of photos for each class",
        )
    counts = Counter(one.label for one in training)
    smallest = min(classes, key=lambda one: (counts[one], one))
    if counts[smallest] < least:
        raise UsageProblem(
            f"class {smallest} has {counts[smallest]} photos, fewer than the {least} folds",
            f"give --folds {counts[smallest]}, or leave the class out"
            if counts[smallest] > 1
            else "leave the class out with --exclude, or add photos",
        )


def _sampled(training: Sequence[Source], most: int, folds: int) -> list[Source]:
    """Return a sample with the same share of every class, by the hash of the names."""
    if len(training) <= most:
        return list(training)
    by_class: dict[str, dict[str, Source]] = {}
    for one in training:
        by_class.setdefault(one.label, {})[one.name] = one
    chosen = []
    for some in by_class.values():
        count = max(folds, round(most * len(some) / len(training)))
        chosen += [some[name] for name in by_hash("study", some)[:count]]
    return sorted(chosen, key=lambda one: one.name)
