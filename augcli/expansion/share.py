"""Find out which sources are in a part of a run, and what dataset it is a part of."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

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
    costs: Counter[str] = Counter()
    digest, images = hashlib.sha256(), 0
    for one in _sources(dataset):
        images += 1
        size = one.size if one.is_readable else 0
        costs[_whole_of(one, counts)] += cost_of(size, wanted_of(one))
        facts = (one.name, size, one.label, one.labels, one.split, one.group)
        digest.update(json.dumps(facts).encode() + b"\n")
    placed = partition(costs, part.count)
    # Listed once more: only the names of the part stay in memory.
    whole = ((one.name, placed.get(_whole_of(one, counts))) for one in _sources(dataset))
    names = frozenset(name for name, number in whole if number == part.number - 1)
    return Share(part, names, images, digest.hexdigest())


def cost_of(size: int, wanted: Wanted) -> int:
    """Return what the outputs of a source cost: each about as much as reading the source."""
    outputs = wanted.copies + wanted.original
    return (size + _EACH) * (1 + outputs) if outputs else 0


def _sources(dataset: Dataset) -> Iterator[Source]:
    return chain.from_iterable(folder.sources for folder in dataset.folders())


def _whole_of(source: Source, counts: Counts) -> str:
    return shard_of(source, counts) if counts else source.name
