"""Partition the work of a run into parts, by the hashes of names and by what each costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from augcli.dataset.by_hash import bucket_of, by_hash
from augcli.errors import BadValue

MOST_PARTS = 100_000
_TYPED = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*", re.ASCII)
_SLACK = 50  # a part takes a 50th more than its share: with less, one new image moves many others


@dataclass(frozen=True)
class Part:
    """Part ``number``, from 1, of the ``count`` parts of a run."""

    number: int
    count: int

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"{self.number}/{self.count}"


def parse_part(text: str) -> Part:
    """Return the part that ``I/N`` means. Raises BadValue."""
    found = _TYPED.fullmatch(text)
    if not found:
        raise BadValue("write which part of how many, I/N")
    number, count = int(found[1]), int(found[2])
    if not 1 <= count <= MOST_PARTS:
        raise BadValue(f"there can be 1 to {MOST_PARTS:,} parts")
    if not 1 <= number <= count:
        nearest = max(1, min(number, count))
        raise BadValue(f"parts are numbered from 1 to {count}", f"{nearest}/{count}")
    return Part(number, count)


def partition(costs: Mapping[str, int], parts: int) -> dict[str, int]:
    """Return the part of each name, 0 to ``parts`` - 1, so that all parts cost about the same.

    A name goes to the part that its hash says unless that has its share of the ``costs``, which are
    at least 0; then to the next that has room. The costly ones are placed first. So a new name
    moves few others, and the order of names makes no difference. By the hash alone, the longest of
    64 parts of 1,500 photos would cost 1.7 times the mean. The last names that cost anything go to
    parts that have nothing yet, if that takes all of them.
    Source: Mirrokni, Thorup and Zadimoghaddam, Consistent hashing with bounded loads, 2018.
    """
    most = sum(costs.values()) * (_SLACK + 1) // (_SLACK * parts)
    loads = [0] * parts
    placed = {}
    left, idle = sum(map(bool, costs.values())), parts
    for name in sorted(by_hash("parts", costs), key=lambda one: -costs[one]):
        first, cost = bucket_of(name, parts), costs[name]
        around = ((first + step) % parts for step in range(parts))
        room = 0 if 0 < left <= idle else most - cost
        with_room = (one for one in around if loads[one] <= room)
        part = next(with_room, None)
        if part is None:  # the least loaded gets less than the mean and one name
            part = loads.index(min(loads))
        left, idle = left - (cost > 0), idle - (loads[part] == 0 < cost)
        placed[name] = part
        loads[part] += cost
    return placed
