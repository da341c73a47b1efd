"""Make pairs of groups of equal pictures: all, or a few where there would be thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path

_MOST = 2000  # pairs that one or two groups make; of larger ones the first file stands for all


def among(files: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield the pairs of a group; of a large one, the first file with each other."""
    if len(files) * (len(files) - 1) // 2 <= _MOST:
        yield from combinations(files, 2)
    else:
        yield from ((files[0], other) for other in files[1:])


def across(files: Sequence[Path], others: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield the pairs of two groups; of large ones, those with the first file of either."""
    if len(files) * len(others) <= _MOST:
        yield from product(files, others)
    else:
        yield from product(files[:1], others)
        yield from product(files[1:], others[:1])
