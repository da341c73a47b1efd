"""The order of pictures in an epoch: it depends on names, seed and epoch alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Turn(NamedTuple):
    """One use of a picture in an epoch: its row, and how often it was used in it before."""

    row: int
    repeat: int


@dataclass(frozen=True)
class Order:
    """How the pictures of a set follow each other.

    ``keys`` are their names and ``labels`` what ``balance`` makes equally frequent: each label gets
    as many turns as an equal share of all pictures is, rounded up, and small classes repeat.
    """

    keys: Sequence[str]
    labels: Sequence[Hashable]
    shuffle: bool
    balance: bool

    def __len__(self) -> int:
        return self._quota * len(set(self.labels)) if self.balance else len(self.keys)

    def turns(self, seed: int, epoch: int) -> list[Turn]:
        """Return the turns of an epoch. Each has other ones, unless nothing is left to chance."""
        purpose = f"epoch {epoch} of seed {seed}"
        if not self.balance:
            turns = [Turn(row, 0) for row in range(len(self.keys))]
        else:
            turns = self._balanced(purpose)
        return sorted(turns, key=lambda one: self._rank(purpose, one)) if self.shuffle else turns

    def _balanced(self, purpose: str) -> list[Turn]:
        rows: defaultdict[Hashable, list[int]] = defaultdict(list)
        for row, label in enumerate(self.labels):
            rows[label].append(row)
        turns = []
        for some in rows.values():
            # Which pictures of a large class have a turn is another choice in each epoch.
            some.sort(key=lambda row: self._rank(f"{purpose}, chosen", Turn(row, 0)))
            turns += [Turn(some[n % len(some)], n // len(some)) for n in range(self._quota)]
        return turns

    def _rank(self, purpose: str, turn: Turn) -> bytes:
        # A hash, not a generator: NumPy may change the stream of its permutations.
        text = f"{purpose}:{turn.repeat}:{self.keys[turn.row]}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

    @cached_property
    def _quota(self) -> int:
        return -(-len(self.keys) // max(1, len(set(self.labels))))


def next_of_each(labels: Sequence[Hashable]) -> list[int]:
    """Return for each row the next one with the same label; the first one after the last."""
    following, first, last = list(range(len(labels))), dict[Hashable, int](), dict[Hashable, int]()
    for row, label in enumerate(labels):
        if label in last:
            following[last[label]] = row
        following[row] = first.setdefault(label, row)
        last[label] = row
    return following
