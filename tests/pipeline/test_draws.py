"""Random numbers: spread as promised, and chosen by nothing but their names."""

from __future__ import annotations

import numpy as np
import pytest
from drawing import COPIES, SOURCES, fired_of, numbers_of, step
from scipy import stats

from augcli.catalogue.registry import catalogue
from augcli.pipeline import rng
from augcli.pipeline.pipeline import Pipeline

LUCK = 0.001  # how unlikely a draw may be, given that there are some twenty tests of it here


@pytest.mark.parametrize(
    ("name", "text", "field", "low", "high"),
    [
        ("rotation", "90", "degrees", -90, 90),
        ("rotation", "10,20", "degrees", 10, 20),
        ("width_shift", "0.1", "fraction", -0.1, 0.1),
        ("width_shift", "-200px,50px", "pixels", -200, 50),
        ("height_shift", "-10%,0%", "fraction", -0.1, 0),
        ("shear", "15", "degrees", -15, 15),
        ("zoom", "0.3", "x", 0.7, 1.3),
        ("zoom", "0.3", "y", 0.7, 1.3),
        ("brightness", "0.2,1.0", "factor", 0.2, 1.0),
        ("channel_shift", "20", "offset", -20, 20),
        ("contrast", "0.5", "factor", 0.5, 1.5),
    ],
)
def test_numbers_are_uniform_over_the_interval(
    name: str, text: str, field: str, low: float, high: float
) -> None:
    numbers = numbers_of(step(name, text), field)
    assert len(numbers) == len(SOURCES) * COPIES
    assert low <= numbers.min() < numbers.max() <= high
    assert stats.kstest(numbers, stats.uniform(low, high - low).cdf).pvalue > LUCK


@pytest.mark.parametrize("copy", range(COPIES))
def test_every_copy_is_as_uniform_as_all(copy: int) -> None:
    numbers = numbers_of(step("rotation", "1"), "degrees")[copy::COPIES]
    assert stats.kstest(numbers, stats.uniform(-1, 2).cdf).pvalue > LUCK


def test_zooms_of_the_two_axes_are_independent() -> None:
    fired = fired_of(step("zoom", "0.3"))
    x, y = (np.array([one[axis] for one in fired]) for axis in "xy")
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.03


def test_zooms_of_the_two_axes_are_the_same_with_the_switch() -> None:
    fired = fired_of(step("zoom", "0.3", uniform=True))
    assert all(one["x"] == one["y"] for one in fired)
    assert stats.kstest([one["x"] for one in fired], stats.uniform(0.7, 0.6).cdf).pvalue > LUCK


def test_the_switch_leaves_the_zoom_of_the_width_as_it_is() -> None:
    apart, together = (numbers_of(step("zoom", "0.3", uniform=on), "x") for on in (False, True))
    np.testing.assert_array_equal(apart, together)


@pytest.mark.parametrize("name", ["horizontal_flip", "vertical_flip"])
def test_flips_fire_half_the_time(name: str) -> None:
    count = len(SOURCES) * COPIES
    fired = len(fired_of(step(name, chance=catalogue()[name].chance)))
    assert fired == pytest.approx(count / 2, abs=3 * (count / 4) ** 0.5)


@pytest.mark.parametrize("chance", [0.01, 0.25, 0.9])
def test_a_step_fires_as_often_as_its_chance_says(chance: float) -> None:
    count = len(SOURCES) * COPIES
    fired = len(fired_of(step("rotation", "90", chance=chance)))
    assert fired == pytest.approx(count * chance, abs=3 * (count * chance * (1 - chance)) ** 0.5)


def test_a_chance_of_none_never_fires() -> None:
    assert fired_of(step("rotation", "90", chance=0.0)) == []


def test_a_chance_of_one_always_fires() -> None:
    assert len(fired_of(step("rotation", "90", chance=1.0))) == len(SOURCES) * COPIES


@pytest.mark.parametrize(("word", "fires"), [(0, (False, True)), (2**53 - 1, (False, True))])
def test_never_and_always_hold_at_the_ends_of_the_stream(
    monkeypatch: pytest.MonkeyPatch, word: int, fires: tuple[bool, bool]
) -> None:
    monkeypatch.setattr(rng, "stream", lambda _name, count, _start: [word] * count)
    steps = [step("horizontal_flip", chance=chance) for chance in (0.0, 1.0)]
    assert tuple(bool(step.draw(("any",), range(1))[0]) for step in steps) == fires


@pytest.mark.parametrize(("word", "degrees"), [(0, -30.0), (2**53 - 1, 45.0)])
def test_both_ends_of_an_interval_are_possible(
    monkeypatch: pytest.MonkeyPatch, word: int, degrees: float
) -> None:
    monkeypatch.setattr(rng, "stream", lambda _name, count, _start: [word] * count)
    ((fired,),) = step("rotation", "-30,45").draw(("any",), range(1))
    assert fired == {"transform": "rotation", "degrees": degrees}


def test_a_fixed_value_is_drawn_exactly() -> None:
    assert set(numbers_of(step("rotation", "12.3,12.3"), "degrees")) == {12.3}


def test_what_a_step_does_does_not_depend_on_how_often_it_fires() -> None:
    sometimes = Pipeline((step("rotation", "90", chance=0.3),)).draw(0, "hat/a.jpg", 20)
    always = [*Pipeline((step("rotation", "90"),)).draw(0, "hat/a.jpg", 20)]
    for now, then in zip(sometimes, always, strict=True):
        assert now in ([], then)
    numbers = numbers_of(step("rotation", "90", chance=0.3), "degrees")
    assert stats.kstest(numbers, stats.uniform(-90, 180).cdf).pvalue > LUCK
