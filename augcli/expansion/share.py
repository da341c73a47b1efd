"""Find out which sources are in a part of a run, and what dataset it is a part of."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from augcli.dataset.parts import Part, partition
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.output.amount import Wanted
from augcli.expansion.output.settings import Settings
from augcli.expansion.shards.assign import Counts, shard_of
from augcli.expansion.wanted import wanted

# What decoding and encoding a picture takes beside what grows with its bytes, in bytes: measured on
# photos of 0.2 megapixels.
_EACH = 1 << 16


@dataclass(frozen=True)
class Share:
    """The ``names`` of the sources in a part, of so many ``images``.

    ``dataset`` is a SHA-256 of the whole listing, the same in all parts: it decides everything.
    """

    part: Part
    names: frozenset[str]
    images: int
    dataset: str


def share_of(dataset: Dataset, settings: Settings, part: Part, counts: Counts) -> Share:
    """Return what a part has, so that all parts take about as long.

    It depends on the names and sizes of all sources, on their classes, splits and groups, and on
    how many copies each gets. If there are ``counts`` of shards, a part has whole ones, with all of
    their sources. Raises as :meth:`Dataset.folders` and :func:`wanted` do.
    """
    wanted_of = wanted(dataset, settings)
    sources = [source for folder in dataset.folders() for source in folder.sources]
    sizes = {one.name: one.size if one.is_readable else 0 for one in sources}
    wholes = {one.name: shard_of(one, counts) if counts else one.name for one in sources}
    costs: Counter[str] = Counter()
    for one in sources:
        costs[wholes[one.name]] += cost_of(sizes[one.name], wanted_of(one))
    placed = partition(costs, part.count)
    names = frozenset(name for name, whole in wholes.items() if placed[whole] == part.number - 1)
    return Share(part, names, len(sources), _digest(sources, sizes))


def cost_of(size: int, wanted: Wanted) -> int:
    """Return what the outputs of a source cost: each about as much as reading the source."""
    outputs = wanted.copies + wanted.original
    return (size + _EACH) * (1 + outputs) if outputs else 0


def _digest(sources: list[Source], sizes: dict[str, int]) -> str:
    digest = hashlib.sha256()
    for one in sorted(sources, key=lambda one: one.name):
        facts = (one.name, sizes[one.name], one.label, one.labels, one.split, one.group)
        digest.update(json.dumps(facts).encode() + b"\n")
    return digest.hexdigest()
