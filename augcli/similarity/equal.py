"""Group files whose pictures look the same, and make pairs of groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path

_MOST = 400  # pairs that two groups make; of larger ones the first file stands for all


class Groups:
    """Files grouped by the look of their pictures."""

    def __init__(self) -> None:
        self._by_look: dict[str, list[Path]] = {}
        self._digests: dict[Path, str] = {}

    def add(self, path: Path, look: str, digest: str) -> None:
        """Add a file. ``look`` is a digest of what it shows, ``digest`` one of its bytes."""
        self._by_look.setdefault(look, []).append(path)
        self._digests[path] = digest

    def of_look(self, look: str) -> list[Path]:
        """Return the files with a look, sorted; there may be none."""
        return sorted(self._by_look.get(look, ()))

    def looks(self) -> list[str]:
        """Return the looks, in the order of the first file of each."""
        return sorted(self._by_look, key=self.of_look)

    def digest(self, path: Path) -> str:
        """Return the digest of the bytes of a file."""
        return self._digests[path]


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
