"""Choose a sample of the photos with the same share of every class."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence

from augcli.dataset.by_hash import by_hash
from augcli.dataset.source import Source
from augcli.errors import UsageProblem


def sampled(training: Sequence[Source], most: int, least: int) -> list[Source]:
    """Return at most so many photos, the same share of every class, by the hash of the names.

    Raises:
        UsageProblem: they are fewer than ``least`` of each class.
    """
    if len(training) <= most:
        return list(training)
    counts = allotted(Counter(one.label for one in training), most, least)
    by_class: dict[str, dict[str, Source]] = {}
    for one in training:
        by_class.setdefault(one.label, {})[one.name] = one
    chosen = [
        some[name]
        for label, some in by_class.items()
        for name in by_hash("study", some)[: counts[label]]
    ]
    return sorted(chosen, key=lambda one: one.name)


def allotted(sizes: Mapping[str, int], most: int, least: int) -> dict[str, int]:
    """Return how many of each class are taken so that they are ``most``, ``least`` at least.

    The others go to the classes whose share is the smallest (Sainte-Lague), so that no class gets
    more than it has.

    Raises:
        UsageProblem: ``most`` is not enough for ``least`` of each.
    """
    if (needed := least * len(sizes)) > most:
        raise UsageProblem(
            f"--photos {most} is too few: {least} of each of {len(sizes)} classes are {needed}",
            f"give --photos {needed}, or fewer --folds",
        )
    counts = dict.fromkeys(sizes, least)
    shares = [((least + 0.5) / size, label) for label, size in sizes.items()]
    heapq.heapify(shares)
    for _ in range(most - needed):
        label = shares[0][1]
        counts[label] += 1
        heapq.heapreplace(shares, ((counts[label] + 0.5) / sizes[label], label))
    return counts
