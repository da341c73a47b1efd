"""Share sources out over folds for cross-validation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from augcli.dataset.splitting.units import Unit, grouped


def folds(units: Iterable[Unit], number: int) -> dict[str, int]:
    """Return the fold of each source, 1 to ``number``: classes as even as can be, groups together.

    A group goes to the fold that has fewest images of its classes, then fewest of all, large groups
    first.
    """
    there: defaultdict[str, Counter[int]] = defaultdict(Counter)
    everything: Counter[int] = Counter()
    found = {}
    for group in grouped(units):
        counts = Counter(unit.label for unit in group)

        def fullness(fold: int, counts: Counter[str] = counts) -> tuple[int, int, int]:
            return sum(there[label][fold] for label in counts), everything[fold], fold

        fold = min(range(1, number + 1), key=fullness)
        for unit in group:
            there[unit.label][fold] += 1
            everything[fold] += 1
            found[unit.name] = fold
    return found
