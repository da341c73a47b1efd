"""Erasing hides the right share, in the right place, under the right level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from oracles import Pixels, noise, rendered

from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.kernels import noise as noise_by_seed
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render
from augcli.pipeline.steps import AppliedStep

Hidden = NDArray[np.bool_]

FORMATS: list[tuple[Mode, int]] = [("L", 8), ("RGB", 8), ("RGBA", 8), ("LA", 16), ("RGB", 16)]
ERASED: dict[str, AppliedStep] = {
    "random_erasing": {
        "transform": "random_erasing",
        **{"area": 0.2, "aspect": 0.8, "position": [0.3, 0.6], "seed": 4},
    },
    "cutout": {"transform": "cutout", "side": 0.5, "level": 60.0, "centre": [0.4, 0.7]},
    "grid_mask": {
        "transform": "grid_mask",
        **{"ratio": 0.6, "cells": 4, "level": 60.0, "degrees": 20.0, "phase": [0.1, 0.8]},
    },
    "hide_and_seek": {
        "transform": "hide_and_seek",
        **{"share": 0.4, "cells": 4, "level": 60.0, "seed": 4},
    },
}
UNDER_A_LEVEL = list(ERASED)[1:]

each_format = pytest.mark.parametrize(("mode", "depth"), FORMATS)
each_frame = pytest.mark.parametrize(("width", "height"), [(60, 40), (31, 57), (200, 9)])
each_area = pytest.mark.parametrize("area", [0.02, 0.2, 0.6, 1.0])


def _hidden(name: str, width: int, height: int, **fields: Any) -> Hidden:
    """Return the mask of pixels of a black picture that are no longer black."""
    black = Image(np.zeros((height, width, 3), np.uint8), "RGB")
    got = rendered(black, [{**ERASED[name], **fields}])
    hidden: Hidden = got.max(axis=2) > 0
    return hidden


def _box(hidden: Hidden) -> tuple[int, int, int, int]:
    """Return left, top, width and height of what is hidden, which has to be a rectangle."""
    rows, columns = np.flatnonzero(hidden.any(axis=1)), np.flatnonzero(hidden.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    width, height = int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top
    # A random pixel is black, as it was, once in 16 million.
    assert hidden.sum() == width * height
    return left, top, width, height


@pytest.mark.parametrize("name", ERASED)
@each_format
def test_what_is_not_hidden_is_left_as_it_is(name: str, mode: Mode, depth: int) -> None:
    image = noise(60, 40, mode, depth)
    got = rendered(image, [ERASED[name]])
    hidden = _hidden(name, 60, 40)
    assert 0.05 < hidden.mean() < 0.6
    np.testing.assert_array_equal(got[~hidden], image.pixels[~hidden])


@pytest.mark.parametrize("name", UNDER_A_LEVEL)
@each_format
@pytest.mark.parametrize(("level", "deep"), [(0.0, 0), (128.0, 32896), (99.6, 25597), (255, 65535)])
def test_what_is_hidden_has_the_level_asked_for(
    name: str, level: float, deep: int, mode: Mode, depth: int
) -> None:
    image = noise(60, 40, mode, depth)
    colours = image.pixels.shape[2] - image.has_alpha
    got = rendered(image, [{**ERASED[name], "level": level}])[..., :colours]
    hidden = _hidden(name, 60, 40)
    assert np.unique(got[hidden]).tolist() == [deep if depth == 16 else round(level)]


@pytest.mark.parametrize("name", ERASED)
def test_a_copy_of_another_size_is_erased_in_its_own_frame(name: str) -> None:
    image = Image(np.full((90, 120, 3), 17, np.uint8), "RGB")
    small = Image(np.full((40, 30, 3), 17, np.uint8), "RGB")
    got = render(Canvas(image, Frame(30, 40)), [ERASED[name]], Resampling())
    np.testing.assert_array_equal(got.pixels, rendered(small, [ERASED[name]]))


@each_frame
@each_area
@pytest.mark.parametrize("aspect", [0.3, 1.0, 3.3])
@pytest.mark.parametrize("position", [[0.0, 0.0], [0.5, 0.3], [1.0, 1.0]])
def test_a_random_rectangle_has_its_area_and_aspect_wholly_inside(
    area: float, aspect: float, position: list[float], width: int, height: int
) -> None:
    hidden = _hidden("random_erasing", width, height, area=area, aspect=aspect, position=position)
    left, top, across, down = _box(hidden)
    # Sides are rounded to pixels.
    assert abs(across * down - area * width * height) <= (across + down) / 2 + 1
    if across < width and down < height:
        assert (down - 0.5) / (across + 0.5) <= aspect <= (down + 0.5) / (across - 0.5)
    assert left == pytest.approx(position[0] * (width - across), abs=0.5)
    assert top == pytest.approx(position[1] * (height - down), abs=0.5)


@each_format
def test_a_random_rectangle_is_filled_with_every_level_alike(mode: Mode, depth: int) -> None:
    image = noise(300, 200, mode, depth)
    colours = image.pixels.shape[2] - image.has_alpha
    whole = rendered(image, [{**ERASED["random_erasing"], "area": 1.0}])[..., :colours]
    assert (whole == image.pixels[..., :colours]).mean() < 0.01
    counts = np.bincount((whole >> (depth - 4)).ravel(), minlength=16) / whole.size
    np.testing.assert_allclose(counts, 1 / 16, rtol=0.1)
    low_bits = np.bincount((whole & 15).ravel(), minlength=16) / whole.size
    np.testing.assert_allclose(low_bits, 1 / 16, rtol=0.1)
    neighbours = np.corrcoef(whole[:, :-1].ravel(), whole[:, 1:].ravel())[0, 1]
    assert abs(neighbours) < 0.03


def test_another_seed_gives_other_pixels_in_the_same_place() -> None:
    one, other = (
        rendered(noise(60, 40), [{**ERASED["random_erasing"], "seed": seed}]) for seed in (1, 2)
    )
    apart = (one != other).any(axis=2)
    assert (apart <= _hidden("random_erasing", 60, 40)).all()
    assert apart.any()


@each_frame
@pytest.mark.parametrize("side", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("centre", [[0.0, 0.0], [0.5, 0.5], [0.9, 0.2], [1.0, 1.0]])
def test_a_cutout_is_a_square_less_what_lies_outside(
    side: float, centre: list[float], width: int, height: int
) -> None:
    hidden = _hidden("cutout", width, height, side=side, centre=centre)
    length = round(side * min(width, height))
    y, x = np.mgrid[:height, :width] + 0.5
    reach = np.maximum(np.abs(x - centre[0] * width), np.abs(y - centre[1] * height))
    assert hidden[reach < length / 2 - 0.5].all()
    assert not hidden[reach > length / 2 + 0.5].any()
    if centre == [0.5, 0.5]:
        assert _box(hidden)[2:] == (length, length)


def _grid(width: int, height: int, fields: AppliedStep) -> Hidden:
    """Return the centre of each pixel in the coordinates of the grid, by NumPy."""
    y, x = np.mgrid[:height, :width] + 0.5
    angle, side = np.radians(fields["degrees"]), min(width, height) / fields["cells"]
    u = (x * np.cos(angle) + y * np.sin(angle)) / side + fields["phase"][0]
    v = (-x * np.sin(angle) + y * np.cos(angle)) / side + fields["phase"][1]
    inside: Hidden = (u % 1 < fields["ratio"]) & (v % 1 < fields["ratio"])
    return inside


@each_frame
@pytest.mark.parametrize("ratio", [0.1, 0.37, 0.9])
@pytest.mark.parametrize(("cells", "degrees"), [(1, 0.0), (3, 33.3), (7, 90.0), (5, 71.0)])
def test_a_grid_mask_is_its_formula(
    ratio: float, cells: int, degrees: float, width: int, height: int
) -> None:
    fields = {"ratio": ratio, "cells": cells, "degrees": degrees, "phase": [0.123, 0.456]}
    got = _hidden("grid_mask", width, height, **fields)
    assert (got != _grid(width, height, fields)).mean() < 0.005  # on the very edges of squares


@pytest.mark.parametrize("ratio", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("degrees", [0.0, 25.0, 90.0])
def test_a_grid_mask_hides_the_square_of_its_ratio(ratio: float, degrees: float) -> None:
    hidden = _hidden("grid_mask", 400, 320, ratio=ratio, cells=8, degrees=degrees)
    assert hidden.mean() == pytest.approx(ratio**2, abs=0.02)


@each_frame
@pytest.mark.parametrize("cells", [1, 4, 7, 100])
def test_hide_and_seek_hides_whole_patches_by_their_numbers(
    cells: int, width: int, height: int
) -> None:
    got = _hidden("hide_and_seek", width, height, cells=cells, share=0.5, seed=9)
    y, x = np.mgrid[:height, :width] + 0.5
    side = min(width, height) / cells
    rows, columns = (x_or_y // side for x_or_y in (y, x))
    drawn = noise_by_seed.uniform(9, int(rows.max()) + 1, int(columns.max()) + 1)
    expected: Pixels = drawn[rows.astype(int), columns.astype(int)] < 0.5
    assert (got != expected).mean() < 0.005  # a middle right on a line between two patches


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_hide_and_seek_hides_its_share_of_the_patches(share: float) -> None:
    hidden = _hidden("hide_and_seek", 300, 300, share=share, cells=60)
    assert hidden.mean() == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    ("name", "knob", "values"),
    [
        ("random_erasing", "area", [0.0, 0.1, 0.4, 1.0]),
        ("cutout", "side", [0.0, 0.2, 0.5, 1.0]),
        ("grid_mask", "ratio", [0.0, 0.2, 0.5, 0.9]),
        ("hide_and_seek", "share", [0.0, 0.2, 0.5, 1.0]),
    ],
)
def test_more_hides_more_and_neutral_nothing(name: str, knob: str, values: list[float]) -> None:
    counts = [int(_hidden(name, 60, 40, **{knob: value}).sum()) for value in values]
    assert counts[0] == 0
    assert counts == sorted(set(counts))
