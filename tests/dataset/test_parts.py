"""Work is partitioned into parts: each name to one, evenly, and the same on every machine."""

from __future__ import annotations

import hashlib
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.by_hash import bucket_of
from augcli.dataset.parts import Part, parse_part, partition
from augcli.errors import BadValue

NAMES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
COSTS = st.dictionaries(NAMES, st.integers(0, 10**12), max_size=60)
PARTS = st.integers(1, 80)


@given(NAMES, PARTS)
def test_the_bucket_of_a_name_is_one_of_the_buckets(name: str, buckets: int) -> None:
    assert 0 <= bucket_of(name, buckets) < buckets


def test_the_bucket_of_a_name_is_its_sha_256() -> None:
    digest = hashlib.sha256("hat/ä.jpg".encode()).hexdigest()
    assert bucket_of("hat/ä.jpg", 63) == int(digest, 16) % 63


@given(COSTS, PARTS, st.randoms(use_true_random=False))
def test_any_listing_is_parted_alike_in_any_order(
    costs: dict[str, int], parts: int, order: random.Random
) -> None:
    placed = partition(costs, parts)
    assert placed.keys() == costs.keys()
    assert all(0 <= part < parts for part in placed.values())
    shuffled = list(costs.items())
    order.shuffle(shuffled)
    assert partition(dict(shuffled), parts) == placed


@given(COSTS, PARTS)
def test_no_part_costs_more_than_its_share_and_one_source(
    costs: dict[str, int], parts: int
) -> None:
    loads: Counter[int] = Counter()
    for name, part in partition(costs, parts).items():
        loads[part] += costs[name]
    share, dearest = sum(costs.values()) / parts, max(costs.values(), default=0)
    assert max(loads.values(), default=0) <= max(1.02 * share, share + dearest)


@given(COSTS, PARTS)
def test_no_part_is_idle_while_there_is_work_for_it(costs: dict[str, int], parts: int) -> None:
    work = [name for name, cost in costs.items() if cost]
    busy = {part for name, part in partition(costs, parts).items() if costs[name]}
    assert len(busy) == min(parts, len(work))


def test_a_new_source_moves_few_others() -> None:
    costs = {f"hat/{number}.jpg": 50_000 + number * 37 % 9_001 for number in range(1500)}
    before = partition(costs, 64)
    after = partition(costs | {"hat/new.jpg": 70_000}, 64)
    moved = [name for name in before if after[name] != before[name]]
    assert len(moved) < 100
    assert sum(bucket_of(name, 64) == part for name, part in before.items()) > 1000


@pytest.mark.parametrize(("typed", "number", "count"), [("1/1", 1, 1), (" 3 / 8 ", 3, 8)])
def test_a_part_is_typed_as_i_of_n(typed: str, number: int, count: int) -> None:
    assert parse_part(typed) == Part(number, count)


@pytest.mark.parametrize(
    "typed", ["", "3", "0/8", "9/8", "1/0", "-1/8", "a/b", "1/8/9", "1/999999"]
)
def test_what_is_no_part_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_part(typed)
