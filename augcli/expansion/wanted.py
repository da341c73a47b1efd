"""Tell what is wanted of each source of a dataset: how many copies, and its original or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cache

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.output.amount import Wanted, share_out
from augcli.expansion.output.settings import Settings

NOTHING = Wanted(0, original=False)
CARRIED = Wanted(0, original=True)


def wanted(
    dataset: Dataset, settings: Settings, fruitless: Collection[str] = ()
) -> Callable[[Source], Wanted]:
    """Return the function that tells what is wanted of a source.

    Copies are shared out over the sources that are for training and that can be read: not over
    those that are known to be ``fruitless``. These still count when the classes are compared, so
    that a damaged file changes no target.

    Raises:
        UsageProblem: the amount can't be met.
    """
    amount, kept = settings.amount, settings.originals != "none"
    if not amount.has_target:
        of_class = cache(lambda label: Wanted(amount.each(label), original=kept))
        return lambda source: CARRIED if source.carried else of_class(source.label)
    classes = training_sources(dataset)
    targets = amount.targets({label: len(names) for label, names in classes.items()})
    left = {label: [n for n in names if n not in fruitless] for label, names in classes.items()}
    shared = share_out(left, targets, kept=kept)
    return lambda source: CARRIED if source.carried else shared.get(source.name, NOTHING)


def drawn_down(dataset: Dataset, settings: Settings) -> list[str]:
    """Return the names of the sources of which nothing is wanted, by the listing alone.

    Raises as :func:`wanted` does.
    """
    if settings.amount.has_target and not settings.amount.cap:
        return []  # a target only adds copies then
    wanted_of = wanted(dataset, settings)
    sources = (source for folder in dataset.folders() for source in folder.sources)
    return [source.name for source in sources if wanted_of(source) == NOTHING]


def training_sources(dataset: Dataset) -> dict[str, list[str]]:
    """Return the names of the sources of each class that get copies and may be readable."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for folder in dataset.folders():
        for source in folder.sources:
            if source.for_training:
                classes[source.label].append(source.name)
    return dict(sorted(classes.items()))
