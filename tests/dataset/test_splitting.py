"""Every source is on exactly one side, groups stay whole, and growth moves nobody it need not."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.splitting.assign import assign
from augcli.dataset.splitting.folds import folds
from augcli.dataset.splitting.groups import groups_by_pattern, joined
from augcli.dataset.splitting.shares import Shares, parse_shares
from augcli.dataset.splitting.targets import side_targets
from augcli.dataset.splitting.units import Unit
from augcli.errors import BadValue, UsageProblem

SHARES: Shares = (("val", 0.2), ("test", 0.1))

names = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=40, unique=True)
labels = st.sampled_from(["cat", "dog", "hat"])


NO_GROUPS = st.just("")


@st.composite
def units(draw: st.DrawFn, groups: st.SearchStrategy[str] = NO_GROUPS) -> list[Unit]:
    return [Unit(name, draw(labels), draw(groups)) for name in draw(names)]


@given(units(), st.randoms())
def test_each_class_has_its_shares_whatever_the_order(found: list[Unit], random: object) -> None:
    splits = assign(found, SHARES, {}).splits
    assert splits.keys() == {one.name for one in found}
    for label, images in Counter(one.label for one in found).items():
        sides = Counter(splits[one.name] for one in found if one.label == label)
        assert sides == Counter(side_targets(images, SHARES))
    random.shuffle(found)  # type: ignore[attr-defined]  # hypothesis has no type for it
    assert assign(found, SHARES, {}).splits == splits


@given(st.integers(0, 500), st.floats(0.01, 0.49), st.floats(0.01, 0.49))
def test_shares_are_as_near_as_whole_images_allow(images: int, val: float, test: float) -> None:
    shares: Shares = (("val", val), ("test", test))
    targets = side_targets(images, shares)
    assert sum(targets.values()) == images
    if images >= 3:
        assert min(targets.values()) >= 1
        for side, share in shares:
            assert targets[side] == 1 or abs(targets[side] - share * images) <= 2


@given(units(st.sampled_from(["", "", "", "p1", "p2", "p3"])))
def test_no_group_is_on_two_sides(found: list[Unit]) -> None:
    try:
        splits = assign(found, SHARES, {}).splits
    except UsageProblem:  # one group is nearly everything
        return
    sides = defaultdict(set)
    for one in found:
        sides[one.group or one.name].add(splits[one.name])
    assert all(len(each) == 1 for each in sides.values())


@given(units(st.sampled_from(["", "", "p1"])), st.data())
def test_what_was_split_before_stays_where_it_is(found: list[Unit], data: st.DataObject) -> None:
    before = found[: data.draw(st.integers(0, len(found)))]
    try:
        known = assign(before, SHARES, {}).splits
        after = assign(found, SHARES, known)
    except UsageProblem:
        return
    assert {name: after.splits[name] for name in known} == known


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.booleans()), min_size=12))
def test_a_run_that_was_killed_goes_on_as_if_nobody_had(
    images: list[tuple[str, int, bool]],
) -> None:
    found = [Unit(f"{n}", label, f"p{group}") for n, (label, group, _) in enumerate(images)]
    try:
        whole = assign(found, SHARES, {}).splits
    except UsageProblem:
        return
    done = {f"{n}": whole[f"{n}"] for n, (*_, is_done) in enumerate(images) if is_done}
    assert assign(found, SHARES, done).splits == whole


@given(units())
def test_one_more_image_moves_one_of_its_class_a_split_at_most(found: list[Unit]) -> None:
    more = [*found, Unit("new", "cat")]
    before, after = assign(found, SHARES, {}).splits, assign(more, SHARES, {}).splits
    moved = [one for one in found if before[one.name] != after[one.name]]
    assert {one.label for one in moved} <= {"cat"}
    assert len(moved) <= 2 * len(SHARES)


@given(units(st.sampled_from(["", "p1", "p2"])), st.integers(2, 5))
def test_folds_keep_groups_and_are_even_in_each_class(found: list[Unit], number: int) -> None:
    made = folds(found, number)
    assert set(made.values()) <= set(range(1, number + 1))
    together = defaultdict(set)
    for one in found:
        together[one.group or one.name].add(made[one.name])
    assert all(len(each) == 1 for each in together.values())
    if not any(one.group for one in found):
        for label in {one.label for one in found}:
            counts = Counter(made[one.name] for one in found if one.label == label)
            assert max(counts.values()) - min(counts[fold + 1] for fold in range(number)) <= 1


def test_classes_that_are_missing_in_a_split_are_told() -> None:
    short = assign([Unit("a", "cat"), Unit("b", "cat"), Unit("c", "dog")], SHARES, {}).short
    assert [(one.label, one.images, one.missing) for one in short] == [
        ("cat", 2, ("test",)),
        ("dog", 1, ("val", "test")),
    ]


def test_groups_too_large_for_a_split_are_refused() -> None:
    found = [Unit(f"{group}{n}", "cat", group) for group in "ab" for n in range(10)]
    with pytest.raises(UsageProblem, match="groups are too large"):
        assign(found, (("val", 0.2),), {})


@pytest.mark.parametrize(
    "text", ["", "val", "val=0", "val=1", "vall=0.2", "val=.2,val=.1", "val=.6,test=.5", "val=x"]
)
def test_shares_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_shares(text)


def test_shares_may_be_percents_and_name_train() -> None:
    assert parse_shares("val=20%, test=10%") == SHARES
    assert parse_shares("train=0.7,val=0.2,test=0.1") == SHARES
    with pytest.raises(BadValue, match="the shares add up"):
        parse_shares("train=0.7,val=0.2")


def test_pairs_unite_groups() -> None:
    groups = {"a": "p", "b": "p", "c": "q"}
    assert joined(groups, [("b", "c"), ("x", "y")]) == {
        **dict.fromkeys("abc", "p"),
        **dict.fromkeys("xy", "x"),
    }


def test_a_pattern_names_the_group() -> None:
    assert groups_by_pattern(["hat/p7_a.jpg", "hat/b.jpg"], r"(p\d+)_") == {"hat/p7_a.jpg": "p7"}
    for pattern in ("(", "p", "(zzz)"):
        with pytest.raises(UsageProblem, match="--group-by"):
            groups_by_pattern(["hat/p7_a.jpg"], pattern)
