"""Random numbers are chosen by nothing but their names."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from drawing import COPIES, numbers_of, step

from augcli.catalogue.ranges import Interval
from augcli.pipeline import rng
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step


def _draws(*steps: Step, seed: int = 0, source: str = "hat/a.jpg", copies: int = 20) -> list[Any]:
    return Pipeline(steps).draw(seed, source, copies)


def test_fewer_copies_are_the_beginning_of_more() -> None:
    steps = step("zoom", "0.3"), step("horizontal_flip", chance=0.5)
    for copies in (0, 1, 3, 5):
        assert _draws(*steps, copies=copies) == _draws(*steps, copies=20)[:copies]


ROTATION = step("rotation", "90", chance=0.7)
OTHERS = [step("zoom", "0.3"), step("horizontal_flip", chance=0.5), step("brightness", "0.2")]


@pytest.mark.parametrize(
    "steps",
    [
        [ROTATION, *OTHERS],
        [*OTHERS, ROTATION],
        [OTHERS[0], ROTATION, OTHERS[1]],
        [step("rotation", "90", chance=0.7)],
    ],
    ids=lambda steps: "-".join(step.transform.name for step in steps),
)
def test_numbers_depend_neither_on_other_steps_nor_on_their_order(steps: list[Step]) -> None:
    rotations = [
        [fired for fired in recipe if fired["transform"] == "rotation"] for recipe in _draws(*steps)
    ]
    assert rotations == _draws(ROTATION)


def test_a_recipe_is_in_the_order_of_its_steps() -> None:
    for recipe in _draws(*OTHERS, ROTATION):
        names = [fired["transform"] for fired in recipe]
        wanted = ["zoom", "horizontal_flip", "brightness", "rotation"]
        assert names == [name for name in wanted if name in names]


def test_the_same_transform_again_draws_other_numbers() -> None:
    rotation = step("rotation", "90")
    for first, second in _draws(rotation, rotation):
        assert first["degrees"] != second["degrees"]
    assert [recipe[:1] for recipe in _draws(rotation, rotation)] == _draws(rotation)


@pytest.mark.parametrize(
    "change",
    [{"seed": 1}, {"source": "hat/b.jpg"}, {"source": "shoe/a.jpg"}, {"source": "HAT/a.jpg"}],
    ids=str,
)
def test_another_seed_or_source_draws_other_numbers(change: dict[str, Any]) -> None:
    turn = step("rotation", "90")
    numbers, others = (
        {recipe[0]["degrees"] for recipe in recipes}
        for recipes in (_draws(turn), _draws(turn, **change))
    )
    assert len(numbers) == len(others) == 20  # every copy draws its own
    assert not numbers & others


def test_neighbouring_sources_seeds_and_copies_have_nothing_in_common() -> None:
    numbers = numbers_of(step("rotation", "1"), "degrees")
    another = numbers_of(step("rotation", "1"), "degrees", seed=1)
    assert len({*numbers, *another}) == 2 * len(numbers)
    for left, right in [
        (numbers[:-1], numbers[1:]),
        (numbers[:-COPIES], numbers[COPIES:]),
        (numbers, another),
    ]:
        assert abs(np.corrcoef(left, right)[0, 1]) < 0.04


def test_two_knobs_of_the_same_copy_have_nothing_in_common() -> None:
    shifts = [numbers_of(step(f"{side}_shift", "0.1"), "fraction") for side in ("width", "height")]
    turns = numbers_of(step("rotation", "1"), "degrees")
    assert np.abs(np.corrcoef([*shifts, turns]) - np.eye(3)).max() < 0.04


@pytest.mark.parametrize("source", ["mütze/ä.jpg", "帽子/一.jpg", "hat/\udcff.jpg", "hat/a b.jpg"])
def test_any_file_name_has_numbers(source: str) -> None:
    assert _draws(step("rotation", "90"), source=source) != _draws(step("rotation", "90"))


def test_a_stream_is_shake_128_of_its_name() -> None:
    digest = hashlib.shake_128(b"7\x00hat/\xc3\xa4.jpg\x00rotation\x000\x00degrees").digest(24)
    words = [int.from_bytes(digest[at : at + 8], "little") for at in (0, 8, 16)]
    name = (7, "hat/ä.jpg", "rotation", 0, "degrees")
    assert rng.stream(name, 3) == [word >> 11 for word in words]


GOLDEN = [
    [
        {"transform": "rotation", "degrees": -28.77322295170552},
        {"transform": "width_shift", "fraction": -0.057149367936728555},
        {"transform": "zoom", "x": 1.1605763443294579, "y": 1.1372387694673114},
        {"transform": "horizontal_flip"},
    ],
    [
        {"transform": "rotation", "degrees": 15.363835984757955},
        {"transform": "width_shift", "fraction": 0.06742726455824588},
        {"transform": "zoom", "x": 0.8214602616547659, "y": 0.9899519567782675},
        {"transform": "horizontal_flip"},
    ],
    [
        {"transform": "rotation", "degrees": -0.2065246878750493},
        {"transform": "width_shift", "fraction": -0.0708089013964637},
        {"transform": "zoom", "x": 1.1925142287283081, "y": 0.9068051020465818},
        {"transform": "horizontal_flip"},
    ],
    [
        {"transform": "rotation", "degrees": -5.644543865490956},
        {"transform": "width_shift", "fraction": 0.06527322334854102},
        {"transform": "zoom", "x": 1.0707060594643254, "y": 1.0192453765255935},
    ],
]


def test_the_numbers_are_the_same_for_ever() -> None:
    """Whoever changes these breaks every run that anybody wants to repeat."""
    assert rng.stream((7, "hat/a.jpg", "rotation", 0, "degrees"), 3) == [
        184163755252190,
        6810018494568407,
        4472596143791933,
    ]
    steps = [
        step("rotation", "30"),
        step("width_shift", "0.1"),
        step("zoom", "0.8,1.2"),
        step("horizontal_flip", chance=0.5),
    ]
    assert _draws(*steps, seed=7, copies=4) == GOLDEN


@pytest.mark.parametrize("interval", [Interval(0.8, 1.2), Interval(-30, 45), Interval(0.7, 1.3)])
def test_positions_run_from_the_low_end_to_the_high_end(interval: Interval) -> None:
    assert interval.at(0.0) == interval.low
    assert interval.at(0.5) == pytest.approx((interval.low + interval.high) / 2)
    assert interval.at(1.0) == pytest.approx(interval.high)
