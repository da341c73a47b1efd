"""The model of a study predicts as one that was trained without what it is asked about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.studies.features import COLOURS, features
from augcli.studies.model import (
    CANDIDATES,
    Fitted,
    Scaler,
    Tuning,
    best_ridge,
    predictions,
    squared_distances,
)

TUNING = Tuning(0.8, 0.02, 0.05)


def data(seed: int, photos: int = 24, copies: int = 3, size: int = 12) -> tuple[Any, Any]:
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 3, photos)
    x = generator.standard_normal((copies, photos, size)).astype(np.float32)
    return x + truth[:, np.newaxis] * 0.5, np.eye(3)[truth] - 1 / 3


@given(st.integers(0, 99), st.integers(1, 4), st.integers(1, 12))
def test_weights_without_a_group_are_those_of_a_model_that_was_not_shown_it(
    seed: int, copies: int, size: int
) -> None:
    x, targets = data(seed, copies=copies)
    group = np.sort(np.random.default_rng(seed).permutation(24)[:size])
    kept = np.setdiff1d(np.arange(24), group)
    left = Fitted(x, targets, TUNING).without(group)
    # The ridge is that of the number of copies, and the kernel that of the rows that are left.
    again = Fitted(x[:, kept], targets[kept], TUNING).weights
    rows = (np.arange(copies)[:, np.newaxis] * 24 + kept).ravel()
    assert np.allclose(left[rows], again, rtol=1e-9, atol=1e-9)
    others = np.setdiff1d(np.arange(24 * copies), rows)
    assert np.allclose(left[others], 0, atol=1e-9)


@given(st.integers(0, 99), st.integers(2, 5))
def test_equal_copies_are_as_one(seed: int, copies: int) -> None:
    x, targets = data(seed, copies=1)
    prior = np.full(3, 1 / 3)
    splits = np.random.default_rng(seed).integers(0, 4, (3, 24))
    one = predictions(Fitted(x, targets, TUNING), x[0], prior, splits)
    several = predictions(Fitted(np.repeat(x, copies, 0), targets, TUNING), x[0], prior, splits)
    assert np.array_equal(one, several)


def test_leave_one_out_is_the_error_of_each_photo_by_the_others() -> None:
    x, targets = data(1, copies=1)
    fitted = Fitted(x, targets, TUNING)
    for photo in range(24):
        value = fitted.kernel(x[0, [photo]]) @ fitted.without(np.array([photo]))
        assert np.allclose(targets[photo] - value, fitted.leave_one_out()[photo], atol=1e-9)


def test_tuning_is_chosen_by_the_least_error() -> None:
    generator = np.random.default_rng(2)
    truth = generator.integers(0, 2, 60)
    raw = generator.random((60, COLOURS + 100)).astype(np.float32)
    raw[:, -COLOURS:] += truth[:, np.newaxis]  # colours alone tell the classes apart
    targets = np.eye(2)[truth] - 0.5
    found = min(best_ridge(raw, targets, one) for one in CANDIDATES)[1]
    assert found.shape == min(one.shape for one in CANDIDATES)


def test_features_are_edges_and_colours() -> None:
    flat = np.full((64, 64, 3), 90, np.uint8)
    found = features(flat)
    assert found.shape == (1956,)
    assert found.dtype == np.float32
    assert np.allclose(found[-COLOURS:], 90 / 255)
    assert np.allclose(found[:-COLOURS], 0)
    steps = flat.copy()
    steps[:, 32:] = 200
    sideways, upright = features(steps)[:-COLOURS], features(steps.transpose(1, 0, 2))[:-COLOURS]
    assert sideways.max() > 0.3
    assert not np.allclose(sideways, upright)


@pytest.mark.parametrize("levels", [1, 2])
def test_faint_noise_on_an_even_ground_is_no_texture(levels: int) -> None:
    noise = np.random.default_rng(3).integers(0, levels + 1, (64, 64, 1), dtype=np.uint8)
    noisy = features(np.repeat(100 + noise, 3, 2))
    edge = np.full((64, 64, 3), 100, np.uint8)
    edge[20:40, 20:40] = 200
    assert np.abs(noisy[:-COLOURS]).mean() < 0.7 * features(edge)[:-COLOURS].max()


def test_scaling_weighs_edges_and_colours_as_asked() -> None:
    raw = np.random.default_rng(4).random((50, COLOURS + 300)).astype(np.float32)
    for shape in (0.2, 0.8):
        scaled = Scaler.of(raw, shape)(raw)
        whole = squared_distances(scaled, scaled).mean()
        edges = squared_distances(scaled[:, :-COLOURS], scaled[:, :-COLOURS]).mean()
        assert edges / whole == pytest.approx(shape, abs=0.05)
