"""How many copies each source gets: sums as asked for, spread evenly, more with a larger target."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.errors import UsageProblem
from augcli.expansion.output.amount import Amount, Wanted, share_out

CLASSES = {"cat": ["a", "b", "c"], "dog": list("defghij"), "hat": ["k"]}
IMAGES = {label: len(names) for label, names in CLASSES.items()}
classes = st.dictionaries(
    st.sampled_from(["cat", "dog", "hat", "zoo"]),
    st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=9, unique=True),
    min_size=1,
)
amounts = st.builds(
    Amount,
    balance=st.sampled_from(["largest", "median", "80%"]),
    cap=st.booleans(),
) | st.builds(Amount, target_per_class=st.integers(1, 40), cap=st.booleans())


def made(amount: Amount, found: dict[str, list[str]], *, kept: bool) -> dict[str, Wanted]:
    images = {label: len(names) for label, names in found.items()}
    return share_out(found, amount.targets(images), kept=kept)


@given(classes, amounts, st.booleans())
def test_each_class_has_what_its_target_says(
    found: dict[str, list[str]], amount: Amount, kept: bool
) -> None:
    found = {label: [f"{label}/{name}" for name in names] for label, names in found.items()}
    targets = amount.targets({label: len(names) for label, names in found.items()})
    wanted = made(amount, found, kept=kept)
    for label, names in found.items():
        copies = [wanted[name].copies for name in names]
        assert sum(copies) + sum(wanted[name].original for name in names) == targets[label]
        assert max(copies) - min(copies) <= 1
        assert amount.cap or targets[label] >= len(names)


@given(st.integers(1, 60), st.integers(0, 20), st.booleans(), st.booleans())
def test_a_larger_target_has_all_copies_of_a_smaller_one(
    target: int, more: int, kept: bool, cap: bool
) -> None:
    small = made(Amount(target_per_class=target, cap=cap), CLASSES, kept=kept)
    large = made(Amount(target_per_class=target + more, cap=cap), CLASSES, kept=kept)
    assert all(large[name].copies >= small[name].copies for name in small)
    assert all(large[name].original >= small[name].original for name in small)


@given(st.integers(11, 200), st.sampled_from(["", "largest"]), st.booleans())
def test_a_total_is_met_and_one_more_takes_from_nobody(total: int, balance: str, cap: bool) -> None:
    amount = Amount(total=total, balance=balance, cap=cap)
    targets = amount.targets(IMAGES)
    assert sum(targets.values()) == total
    more = replace(amount, total=total + 1).targets(IMAGES)
    assert sum(more[label] - targets[label] for label in targets) == 1
    assert all(more[label] >= targets[label] for label in targets)


def test_a_total_by_size_keeps_proportions_and_an_even_one_fills_the_smallest_first() -> None:
    assert Amount(total=110).targets(IMAGES) == {"cat": 30, "dog": 70, "hat": 10}
    assert Amount(total=15, balance="largest").targets(IMAGES) == {"cat": 4, "dog": 7, "hat": 4}
    assert Amount(total=15, balance="largest", cap=True).targets(IMAGES) == dict.fromkeys(IMAGES, 5)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 50), min_size=1),
    st.integers(0, 200),
    st.booleans(),
)
def test_a_total_by_size_gives_each_next_image_by_sainte_lague(
    images: dict[str, int], more: int, cap: bool
) -> None:
    filled = dict.fromkeys(images, 0) if cap else dict(images)
    total = sum(filled.values()) + more
    for _ in range(more if any(images.values()) else 0):
        filled[max(sorted(images), key=lambda one: Fraction(images[one], 2 * filled[one] + 1))] += 1
    assert Amount(total=total, cap=cap).targets(images) == filled


def test_a_total_beyond_all_bounds_is_refused_at_once() -> None:
    for balance in ("", "largest"):
        with pytest.raises(UsageProblem, match="more than 9999"):
            made(Amount(total=10**30, balance=balance), CLASSES, kept=True)


def test_levels() -> None:
    assert Amount(balance="median").targets(IMAGES) == {"cat": 3, "dog": 7, "hat": 3}
    assert Amount(balance="median", cap=True).targets(IMAGES) == dict.fromkeys(IMAGES, 3)
    assert Amount(balance="80%").targets(IMAGES) == {"cat": 6, "dog": 7, "hat": 6}


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageProblem, match="less than the 11 images"):
        Amount(total=5).targets(IMAGES)
    with pytest.raises(UsageProblem, match="more than 9999"):
        made(Amount(target_per_class=20_000), CLASSES, kept=False)
