"""One image for Keras: drawn as keras-preprocessing draws, moved as its documentation says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_preprocessing.image import ImageDataGenerator as Theirs
from scipy import ndimage

from augcli.keras import ImageDataGenerator

RANGES: dict[str, Any] = {
    "rotation_range": 40,
    "width_shift_range": 0.2,
    "height_shift_range": 0.3,
    "shear_range": 15.0,
    "zoom_range": 0.3,
    "channel_shift_range": 30.0,
    "horizontal_flip": True,
    "vertical_flip": True,
    "brightness_range": (0.5, 1.5),
}
X = np.random.default_rng(7).random((24, 33, 3)).astype(np.float32) * 255
MODES = {"nearest": "nearest", "reflect": "reflect", "wrap": "grid-wrap"}
parameters = st.fixed_dictionaries(
    {
        "theta": st.floats(-180, 180),
        "tx": st.floats(-9, 9),
        "ty": st.floats(-9, 9),
        "shear": st.floats(-40, 40),
        "zx": st.floats(0.5, 2),
        "zy": st.floats(0.5, 2),
    }
)


@given(st.integers(0, 2**31), st.sets(st.sampled_from(sorted(RANGES))))
def test_a_seed_draws_what_it_draws_there(seed: int, names: set[str]) -> None:
    options = {name: RANGES[name] for name in names}
    mine = ImageDataGenerator(**options).get_random_transform(X.shape, seed)
    wanted = Theirs(**options).get_random_transform(X.shape, seed)
    wanted["tx"], wanted["ty"] = wanted["ty"], wanted["tx"]  # it shifts rows by tx
    assert mine == wanted


@given(parameters, st.sampled_from(sorted(MODES)), st.sampled_from([0, 1, 3]))
def test_an_image_moves_about_its_centre(drawn: dict[str, float], mode: str, order: int) -> None:
    if order == 0:  # so that no point is halfway between two pixels
        drawn = {name: value + 0.0137 for name, value in drawn.items()}
    generator = ImageDataGenerator(fill_mode=mode, interpolation_order=order)
    wanted = by_scipy(X, drawn, MODES[mode], order)
    found = generator.apply_transform(X, drawn)
    assert (np.abs(found - wanted) > 0.05).mean() < (0.01 if order == 0 else 1e-9)
    assert found.dtype == np.float32


def by_scipy(x: Any, drawn: dict[str, float], mode: str, order: int) -> Any:
    """What the documentation says, in the coordinates (row, column) of SciPy."""
    theta, shear = math.radians(drawn["theta"]), math.radians(drawn["shear"])
    rotation = [[math.cos(theta), -math.sin(theta)], [math.sin(theta), math.cos(theta)]]
    leaning = [[1, -math.sin(shear)], [0, math.cos(shear)]]
    matrix = np.array(rotation) @ leaning @ np.diag([drawn["zy"], drawn["zx"]])
    centre = (np.array(x.shape[:2]) - 1) / 2
    offset = centre - matrix @ centre + np.array(rotation) @ [drawn["ty"], drawn["tx"]]
    channels = [
        ndimage.affine_transform(one, matrix, offset, order=order, mode=mode)
        for one in np.moveaxis(x, 2, 0)
    ]
    return np.stack(channels, 2)


def test_turns_by_quarters_and_whole_shifts_are_exact() -> None:
    square = X[:, :24]
    turned = ImageDataGenerator().apply_transform(square, {"theta": 90})
    assert np.allclose(turned, np.rot90(square, -1), atol=1e-3)
    shifted = ImageDataGenerator(fill_mode="wrap").apply_transform(X, {"tx": 5, "ty": -3})
    assert np.allclose(shifted, np.roll(X, (3, -5), (0, 1)), atol=1e-3)
    assert np.array_equal(ImageDataGenerator().apply_transform(X, {}), X)


def test_levels_are_filled_shifted_and_multiplied() -> None:
    filled = ImageDataGenerator(fill_mode="constant", cval=9).apply_transform(X, {"tx": 40})
    assert (filled == 9).all()
    apply = ImageDataGenerator().apply_transform
    assert np.allclose(apply(X, {"brightness": 0.5}), X / 2)
    assert apply(X, {"brightness": 3}).max() == 255
    shifted = apply(X, {"channel_shift_intensity": 20.0})
    assert np.allclose(shifted, np.clip(X + 20, X.min(), X.max()))
    both = {"flip_horizontal": True, "flip_vertical": True}
    assert np.array_equal(apply(X, both), X[::-1, ::-1])


@given(st.integers(0, 99))
def test_channels_first_is_the_same(seed: int) -> None:
    last, first = (ImageDataGenerator(**RANGES, data_format=f) for f in FORMATS)
    moved = first.random_transform(X.transpose(2, 0, 1), seed)
    assert np.array_equal(moved.transpose(1, 2, 0), last.random_transform(X, seed))


FORMATS = ("channels_last", "channels_first")


def test_a_list_is_chosen_from_and_a_number_is_a_range() -> None:
    def drawn(shift: Any) -> set[float]:
        generator = ImageDataGenerator(width_shift_range=shift)
        return {generator.get_random_transform((50, 40, 3), seed)["tx"] for seed in range(200)}

    assert drawn([-200, 200]) == {-200, 200}
    assert drawn([0.25, -0.5]) == {10, -20}
    assert drawn(2) == {-1, 0, 1}
    floats = drawn(0.5)
    assert -20 <= min(floats) < -15 < 15 < max(floats) <= 20
    assert max(map(abs, drawn(1.0))) <= 1


def test_drawing_with_a_seed_leaves_the_global_state_alone() -> None:
    np.random.seed(3)
    wanted = np.random.random()
    np.random.seed(3)
    ImageDataGenerator(**RANGES).random_transform(X, seed=8)
    assert np.random.random() == wanted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"zoom_range": (1, 2, 3)}, "zoom_range must be a number or two numbers, not"),
        ({"brightness_range": 0.5}, "brightness_range must be two numbers, not 0.5"),
        ({"validation_split": 1.2}, "validation_split must be between 0 and 1, not 1.2"),
        ({"data_format": "last"}, "data_format must be"),
        ({"fill_mode": "mirror"}, "fill_mode must be one of constant, nearest, reflect, wrap"),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ImageDataGenerator(**arguments)
