"""The order of the flags: it comes from the files, which can't disagree silently."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from augcli.catalogue import GROUPS, catalogue
from augcli.catalogue.order import Group, in_order

CLASSIC = [
    *["rotation", "width_shift", "height_shift", "shear", "zoom"],
    *["horizontal_flip", "vertical_flip"],
    *["brightness", "channel_shift", "contrast"],
]


@dataclass(frozen=True)
class Placed:
    name: str
    group: Group
    after: str = ""


GAMMA = Placed("gamma", "tone")
LEVELS = Placed("levels", "tone", "gamma")
INVERT = Placed("invert", "tone", "levels")
HUE = Placed("hue", "colour")


def test_groups_are_in_their_order_and_each_member_is_after_the_one_it_names() -> None:
    members = [HUE, INVERT, LEVELS, GAMMA]
    for seed in range(10):
        random.Random(seed).shuffle(members)
        assert in_order(members) == [GAMMA, LEVELS, INVERT, HUE]


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (Placed("vignette", "tone", "gamma"), "levels and vignette are both after 'gamma' in"),
        (Placed("vignette", "tone"), "gamma and vignette are both the first in 'tone'"),
        (Placed("vignette", "tone", "gama"), "vignette is after 'gama' in 'tone'"),
        (Placed("vignette", "tone", "hue"), "vignette is after 'hue' in 'tone'"),
        (Placed("vignette", "tone", "vignette"), "vignette is after 'vignette'"),
    ],
    ids=["place taken", "two first", "unknown name", "another group", "after itself"],
)
def test_a_place_that_is_taken_or_not_there_is_an_error(added: Placed, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        in_order([GAMMA, LEVELS, INVERT, HUE, added])


def test_a_circle_is_an_error_that_names_its_members() -> None:
    circle = [Placed("one", "tone", "two"), Placed("two", "tone", "one")]
    with pytest.raises(ValueError, match="one is after 'two' in 'tone'; two is after 'one'"):
        in_order([GAMMA, *circle])


def test_the_catalogue_is_in_the_order_of_its_groups_and_none_is_empty() -> None:
    groups = [found.group for found in catalogue().values()]
    assert list(dict.fromkeys(groups)) == list(GROUPS)
    assert groups == sorted(groups, key=GROUPS.index)


def test_the_classic_flags_keep_their_order() -> None:
    assert [name for name, found in catalogue().items() if found.classic] == CLASSIC
