"""Assign sources to train and to the splits that are held out, by the hashes of their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from augcli.dataset.splitting.shares import Shares
from augcli.dataset.splitting.targets import side_targets
from augcli.dataset.splitting.units import TRAIN, Unit, grouped
from augcli.errors import UsageProblem


class Short(NamedTuple):
    """A class without an image in some splits, and the number of images that it has."""

    label: str
    images: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """The split of each source by name, the classes that are short, and groups on two sides."""

    splits: Mapping[str, str]
    short: Sequence[Short] = ()
    torn: Sequence[str] = ()


def assign(units: Iterable[Unit], shares: Shares, known: Mapping[str, str]) -> Assignment:
    """Return the split of each source.

    Sources keep the split that they have in ``known``; others fill up what is short. Of a class
    without groups, the shares are met as near as whole images allow. A group goes to the side where
    its classes are shortest, large groups first, as StratifiedGroupKFold of scikit-learn does. The
    order of the sources makes no difference.

    Raises:
        UsageProblem: the groups are so large that a split would get nothing.
    """
    units = list(units)
    groups = grouped(units)
    found = _assigned(groups, shares, {})
    # A run that was killed knows a part of this. Groups filled up around that part would go
    # elsewhere than in a run that nobody killed.
    if any(found.splits.get(name, side) != side for name, side in known.items()):
        found = _assigned(groups, shares, known)
    _check_none_is_empty(groups, found.splits, shares)
    return found


def _assigned(
    groups: Sequence[Sequence[Unit]], shares: Shares, known: Mapping[str, str]
) -> Assignment:
    units = [one for group in groups for one in group]
    sides = _Sides(Counter(unit.label for unit in units), shares)
    splits: dict[str, str] = {}
    torn = []
    left = []
    for group in groups:
        before = {known[one.name] for one in group if one.name in known}
        if len(before) > 1:
            torn.append(group[0].group)
        if not before:
            left.append(group)
            continue
        for one in group:
            splits[one.name] = sides.put(known.get(one.name, min(before)), one)
    for group in left:
        side = sides.shortest(group)
        for one in group:
            splits[one.name] = sides.put(side, one)
    return Assignment(splits, sides.short(), torn)


class _Sides:
    """How many images of each class each side has, and should have."""

    def __init__(self, images: Counter[str], shares: Shares) -> None:
        self._images = images
        self._targets = {label: side_targets(number, shares) for label, number in images.items()}
        self._held = [side for side, _ in shares]
        self._there: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def put(self, side: str, unit: Unit) -> str:
        self._there[unit.label][side] += 1
        return side

    def shortest(self, group: Sequence[Unit]) -> str:
        """Return the side that lacks most of what it should have of the classes of a group.

        Train takes what is too large for any other side.
        """
        counts = Counter(unit.label for unit in group)
        fitting = [side for side in self._held if self._lack(side, counts) >= len(group) / 2]
        if len(group) == 1:  # exact shares
            return fitting[0] if fitting else TRAIN
        return max([TRAIN, *fitting], key=lambda side: self._share_lacking(side, counts))

    def _lack(self, side: str, counts: Counter[str]) -> int:
        """Return how many images of some classes a side lacks, of each at most as are given."""
        return sum(
            min(number, self._targets[label].get(side, 0) - self._there[label][side])
            for label, number in counts.items()
        )

    def _share_lacking(self, side: str, counts: Counter[str]) -> float:
        wanted = sum(self._targets[label].get(side, 0) for label in counts)
        there = sum(self._there[label][side] for label in counts)
        return (wanted - there) / wanted if wanted else 0.0

    def short(self) -> list[Short]:
        found = []
        for label, images in sorted(self._images.items()):
            there = self._there[label]
            missing = tuple(side for side in (TRAIN, *self._held) if not there[side])
            if missing:
                found.append(Short(label, images, missing))
        return found


def _check_none_is_empty(
    groups: Sequence[Sequence[Unit]], splits: Mapping[str, str], shares: Shares
) -> None:
    there = {*splits.values()}
    for side, share in shares:
        wanted = round(share * len(splits))
        if side in there or not wanted or len(groups[-1]) == 1:
            continue
        smallest = groups[-1]
        raise UsageProblem(
            f"the groups are too large for {side}={share:g}, which is {wanted} of {len(splits)} "
            f"images: the smallest, {smallest[0].group}, has {len(smallest)}",
            "give a larger share, or make smaller groups",
        )
