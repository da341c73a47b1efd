"""The strengths of the policies are those of their authors' code, at every magnitude.

The formulas are written as in ``augmentation_transforms.py`` of tensorflow/models (AutoAugment on
CIFAR-10), ``autoaugment.py`` of tensorflow/tpu (ImageNet, RandAugment), ``augmentations.py`` of
google-research/augmix and ``aug_lib.py`` of automl/trivialaugment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from scipy import stats

from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import augmix, autoaugment, policy, randaugment, trivialaugment
from augcli.pipeline.policies.operations import Space, at_level

Formulas = dict[str, Callable[[float], float]]
FACTORS = ("brightness", "saturation", "contrast", "sharpness")
SKEWS = ("horizontal_skew", "vertical_skew")
SHIFTS = ("width_shift", "height_shift")
BOTH_WAYS = {*SKEWS, *SHIFTS, "rotation"}
COPIES = 1500
LUCK = 1e-4


def int_parameter(level: float, maxval: float, most: float = 10) -> int:
    return int(level * maxval / most)


def float_parameter(level: float, maxval: float, most: float = 10) -> float:
    return float(level) * maxval / most


CIFAR: Formulas = {
    **dict.fromkeys(SKEWS, lambda level: float_parameter(level, 0.3)),
    **dict.fromkeys(SHIFTS, lambda level: int_parameter(level, 10) / 32),
    "rotation": lambda level: int_parameter(level, 30),
    "posterize": lambda level: 4 - int_parameter(level, 4),
    "solarize": lambda level: 256 - int_parameter(level, 256),
    **dict.fromkeys(FACTORS, lambda level: float_parameter(level, 1.8) + 0.1),
}
TPU: Formulas = {
    **dict.fromkeys(SKEWS, lambda level: (level / 10) * 0.3),
    **dict.fromkeys(SHIFTS, lambda level: (level / 10) * 100 / 224),
    "rotation": lambda level: (level / 10) * 30,
    "posterize": lambda level: int((level / 10) * 4),
    "solarize": lambda level: int((level / 10) * 256),
    **dict.fromkeys(FACTORS, lambda level: (level / 10) * 1.8 + 0.1),
}
AUGMIX: Formulas = {
    **dict.fromkeys(SKEWS, lambda level: float_parameter(level, 0.3)),
    **dict.fromkeys(SHIFTS, lambda level: float_parameter(level, 1 / 3)),
    "rotation": lambda level: int_parameter(level, 30),
    "posterize": lambda level: 4 - int_parameter(level, 4),
    "solarize": lambda level: 256 - int_parameter(level, 256),
}
WIDE: Formulas = {
    **dict.fromkeys(SKEWS, lambda level: float_parameter(level, 0.99, 30)),
    **dict.fromkeys(SHIFTS, lambda level: int_parameter(level, 32, 30)),
    "rotation": lambda level: int_parameter(level, 135, 30),
    "posterize": lambda level: 8 - int_parameter(level, 8 - 2, 30),
    "solarize": lambda level: 256 - int_parameter(level, 256, 30),
    **dict.fromkeys(FACTORS, lambda level: float_parameter(level, 2.0 - 0.01, 30) + 0.01),
}


@pytest.mark.parametrize(
    ("space", "formulas", "top"),
    [
        pytest.param(autoaugment.CIFAR, CIFAR, 10, id="autoaugment-cifar"),
        pytest.param(autoaugment.IMAGENET, TPU, 10, id="autoaugment-imagenet"),
        pytest.param(randaugment.SPACE, TPU, 10, id="randaugment"),
        pytest.param(augmix.SPACE, AUGMIX, 10, id="augmix"),
        pytest.param(trivialaugment.WIDE, WIDE, 30, id="trivialaugment"),
    ],
)
def test_every_operation_has_the_value_of_the_authors_at_every_magnitude(
    space: Space, formulas: Formulas, top: int
) -> None:
    for operation, formula in formulas.items():
        for level in range(top + 1):
            ways = (1, -1) if operation in BOTH_WAYS else (1,)
            expected = {round(way * formula(level), 9) + 0.0 for way in ways}
            values = set()
            for step in at_level(operation, level, space).steps():
                (interval,) = step.intervals.values()
                assert interval.low == interval.high
                values.add(round(interval.low, 9) + 0.0)
            assert values == expected, (operation, level)


@cache
def _values(name: str) -> list[tuple[str, float]]:
    """Return the operations that a policy draws, and their values."""
    return list(_drawn(name))


def _drawn(name: str) -> Iterator[tuple[str, float]]:
    for recipe in Pipeline((policy(name),)).draw(0, "hat/a.jpg", COPIES):
        for fired in recipe:
            for one in (one for chain in fired.get("chains", [[fired]]) for one in chain):
                others = [value for key, value in one.items() if key != "transform"]
                if others and one["transform"] != "autocontrast":
                    yield one["transform"], others[0]


@pytest.mark.parametrize(
    ("name", "magnitude"), [("randaugment", 9), ("autoaugment-imagenet", None)]
)
def test_what_is_drawn_are_values_of_the_authors(name: str, magnitude: int | None) -> None:
    levels = range(10) if magnitude is None else [magnitude]
    for operation, value in _values(name):
        possible = [TPU[operation](level) for level in levels]
        assert min(abs(abs(value) - one) for one in possible) < 1e-9


def test_the_levels_of_trivialaugment_are_31_and_equally_likely() -> None:
    drawn = _values("trivialaugment")
    assert {operation for operation, _ in drawn} == set(WIDE)
    for operation, formula in WIDE.items():
        levels = Counter(round(formula(level), 9) for level in range(31))
        found = Counter(round(abs(value), 9) for name, value in drawn if name == operation)
        assert set(found) <= set(levels)
        expected = [levels[one] / 31 * found.total() for one in levels]
        assert stats.chisquare([found[one] for one in levels], expected).pvalue > LUCK


@pytest.mark.parametrize("operation", AUGMIX)
def test_augmix_draws_the_values_of_severity_3_as_often_as_its_authors(operation: str) -> None:
    found = [value for name, value in _values("augmix") if name == operation]
    levels = np.random.default_rng(0).uniform(0.1, 3, 100_000)
    expected = [AUGMIX[operation](level) for level in levels]
    sizes = np.abs(found)
    assert min(expected) - 1e-9 <= sizes.min()
    assert sizes.max() <= max(expected) + 1e-9
    assert stats.ks_2samp(sizes, expected).pvalue > LUCK
    if operation in BOTH_WAYS:
        right = sum(value > 0 for value in found)
        nonzero = sum(value != 0 for value in found)
        assert stats.binomtest(right, nonzero, 0.5).pvalue > LUCK


def test_augmix_keeps_3_or_4_bits_and_solarizes_from_180_to_254() -> None:
    found = _values("augmix")
    assert {value for name, value in found if name == "posterize"} == {3, 4}
    thresholds = [value for name, value in found if name == "solarize"]
    assert (min(thresholds), max(thresholds)) == (180, 254)
    assert all(value == int(value) for value in thresholds)
