"""Pictures agree with SciPy's, by the formula in the documentation."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import (
    SCIPY_MODE,
    Pixels,
    as_image,
    assert_close,
    by_scipy,
    noise,
    off_the_midpoints,
    off_the_rim,
    rendered,
    source_map,
    source_points,
)

from augcli.catalogue.registry import catalogue
from augcli.imaging.image import Image, Mode
from augcli.imaging.resampling import INTERPOLATIONS, FillMode, Interpolation, Resampling
from augcli.pipeline.steps import Recipe

from .cases import ALONE, FILL, each_fill_mode

SAME_AS_SCIPY: tuple[Interpolation, ...] = ("nearest", "bilinear")

ALL: Recipe = [fired for recipe in ALONE.values() for fired in recipe]
CASES: dict[str, Recipe] = {
    **ALONE,
    "all": ALL,
    "all but flips": ALL[:5],
    "all the other way": [
        {"transform": "rotation", "degrees": -151.3},
        {"transform": "width_shift", "pixels": -5.81},
        {"transform": "height_shift", "fraction": 0.213},
        {"transform": "shear", "degrees": 31.9},
        {"transform": "zoom", "x": 0.6177, "y": 0.9471},
        {"transform": "vertical_flip"},
    ],
}
EXACT: dict[str, Recipe] = {
    "horizontal_flip": ALONE["horizontal_flip"],
    "vertical_flip": ALONE["vertical_flip"],
    "both flips": ALONE["horizontal_flip"] + ALONE["vertical_flip"],
    "right": [{"transform": "width_shift", "pixels": 6.0}],
    "left and down": [
        {"transform": "width_shift", "pixels": -11.0},
        {"transform": "height_shift", "pixels": 4.0},
    ],
    "up and mirrored": [
        {"transform": "height_shift", "pixels": -7.0},
        {"transform": "horizontal_flip"},
    ],
}
FORMATS: list[tuple[Mode, int]] = [
    ("L", 8),
    ("RGBX", 8),
    ("RGBA", 8),
    ("L", 16),
    ("RGB", 16),
    ("RGBA", 16),
]
each_case = pytest.mark.parametrize("recipe", CASES.values(), ids=CASES)
each_interpolation = pytest.mark.parametrize("interpolation", INTERPOLATIONS)


def _check_against_scipy(
    image: Image, recipe: Recipe, fill_mode: FillMode, interpolation: Interpolation
) -> None:
    width, height = image.frame
    order = {"nearest": 0, "bilinear": 1}[interpolation]
    got = rendered(image, recipe, Resampling(interpolation, fill_mode, (FILL,)))
    matrix = source_map(recipe, width, height)
    fill = FILL * (257 if image.depth == 16 else 1)
    expected = by_scipy(image, matrix, order, SCIPY_MODE[fill_mode], fill)
    points = source_points(matrix, width, height)
    where = np.full((height, width), fill_value=True)
    if fill_mode == "constant":
        where &= off_the_rim(points, width, height)
    if order == 0:
        where &= off_the_midpoints(points)
    assert_close(got, expected, image.depth, where)


def test_every_classic_geometric_transform_is_compared() -> None:
    moving = [found for found in catalogue().values() if found.group == "geometry"]
    assert [found.name for found in moving if found.classic] == list(ALONE)


@each_fill_mode
@each_case
@pytest.mark.parametrize("interpolation", SAME_AS_SCIPY)
def test_geometry_is_that_of_scipy(
    photo: Pixels, recipe: Recipe, fill_mode: FillMode, interpolation: Interpolation
) -> None:
    _check_against_scipy(Image(photo, "RGB"), recipe, fill_mode, interpolation)


@each_fill_mode
@each_case
@pytest.mark.parametrize(("mode", "depth"), FORMATS)
def test_geometry_is_that_of_scipy_for_every_mode_and_depth(
    sample: Pixels, recipe: Recipe, mode: Mode, depth: int, fill_mode: FillMode
) -> None:
    image = as_image(sample, mode, depth)
    for interpolation in SAME_AS_SCIPY:
        _check_against_scipy(image, recipe, fill_mode, interpolation)


@each_case
def test_at_the_rim_a_picture_fades_into_its_fill_within_a_pixel(
    photo: Pixels, recipe: Recipe
) -> None:
    height, width, _ = photo.shape
    got = rendered(Image(photo, "RGB"), recipe, Resampling("bilinear", "constant", (FILL,)))
    matrix = source_map(recipe, width, height)
    assert_close(got, by_scipy(Image(photo, "RGB"), matrix, 1, "grid-constant", FILL))


@each_fill_mode
@each_interpolation
@pytest.mark.parametrize("recipe", EXACT.values(), ids=EXACT)
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("L", 8), ("RGBA", 16)])
def test_flips_and_shifts_by_whole_pixels_are_exact(
    recipe: Recipe, fill_mode: FillMode, interpolation: Interpolation, mode: Mode, depth: int
) -> None:
    image = noise(33, 24, mode, depth)
    got = rendered(image, recipe, Resampling(interpolation, fill_mode, (FILL,)))
    fill = FILL * (257 if depth == 16 else 1)
    matrix = source_map(recipe, 33, 24)
    np.testing.assert_array_equal(got, by_scipy(image, matrix, 0, SCIPY_MODE[fill_mode], fill))


def test_sixteen_bits_are_interpolated_as_sixteen() -> None:
    ramp = np.linspace(20_000, 21_000, 64 * 64).reshape(64, 64, 1).astype(np.uint16)
    image = Image(ramp, "L")
    got = rendered(image, ALL)
    expected = by_scipy(image, source_map(ALL, 64, 64), 1, "nearest", 0)
    assert np.abs(got - expected).mean() < 2
    assert len(np.unique(got % 257)) > 200


@each_fill_mode
@each_interpolation
@pytest.mark.parametrize("case", ["all", "all the other way"])
@pytest.mark.parametrize(("width", "height"), [(64, 33), (31, 31), (4, 5)])
def test_every_interpolation_sees_beyond_the_edge_what_the_fill_mode_says(
    case: str, fill_mode: FillMode, interpolation: Interpolation, width: int, height: int
) -> None:
    """Compare with a picture that was extended on all sides by hand before."""
    image, margin = Image(_blobs(width, height), "RGB"), 120
    how = Resampling(interpolation, fill_mode, (FILL,))
    in_pixels = [
        {"transform": fired["transform"], "pixels": fired["fraction"] * side}
        if "fraction" in fired
        else fired
        for fired in CASES[case]
        for side in [width if fired["transform"] == "width_shift" else height]
    ]
    got = rendered(image, in_pixels, how)
    painted = rendered(Image(_painted_on(image.pixels, fill_mode, margin), "RGB"), in_pixels, how)
    assert_close(got, painted[margin:-margin, margin:-margin])


def _blobs(width: int, height: int) -> Pixels:
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 3 + channel) + np.cos(y / 2 - x / 5 + channel) for channel in range(3)]
    return (127.5 + 60 * np.stack(waves, axis=2)).astype(np.uint8)


def _painted_on(pixels: Pixels, fill_mode: FillMode, margin: int) -> Pixels:
    margins = ((margin, margin), (margin, margin), (0, 0))
    match fill_mode:
        case "nearest":
            return np.pad(pixels, margins, "edge")
        case "reflect":
            return np.pad(pixels, margins, "symmetric")
        case "wrap":
            return np.pad(pixels, margins, "wrap")
        case "constant":
            return np.pad(pixels, margins, constant_values=int(FILL))


@pytest.mark.parametrize("width", [33, 64, 501, 1000, 2000, 4000])
@pytest.mark.parametrize(
    ("fired", "step", "offset"),
    [
        ({"transform": "width_shift", "pixels": -0.5}, 1, 0.5),
        ({"transform": "zoom", "x": 0.5, "y": 1.0}, 0.5, 0),
        ({"transform": "zoom", "x": 2.0, "y": 1.0}, 2, 0),
    ],
    ids=["half a pixel", "twice as large", "half as large"],
)
def test_nearest_takes_the_later_of_two_pixels_at_equal_distance(
    width: int, fired: dict[str, object], step: float, offset: float
) -> None:
    row = (np.arange(width) % 251).astype(np.uint8)
    got = rendered(Image(row[np.newaxis, :, np.newaxis], "L"), [fired], Resampling("nearest"))
    centre = (width - 1) / 2
    points = centre + step * (np.arange(width) - centre) + offset
    expected = row[np.clip(np.floor(points + 0.5).astype(int), 0, width - 1)]
    np.testing.assert_array_equal(got[0, :, 0], expected)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize(
    ("mode", "fill_value", "corner"),
    [
        ("L", (200.0, 90.0, 30.0), (116,)),  # its luma
        ("LA", (200.0, 90.0, 30.0), (116, 255)),
        ("LA", (60.0,), (60, 60)),
        ("RGB", (200.0, 90.0, 30.0), (200, 90, 30)),
        ("RGB", (60.0,), (60, 60, 60)),
        ("RGBA", (200.0, 90.0, 30.0), (200, 90, 30, 255)),
        ("RGBA", (200.0, 90.0, 30.0, 7.0), (200, 90, 30, 7)),
        ("RGBA", (0.0,), (0, 0, 0, 0)),
    ],
)
def test_a_fill_colour_fills_every_channel_with_its_own_level(
    mode: Mode, depth: int, fill_value: tuple[float, ...], corner: tuple[int, ...]
) -> None:
    out = [{"transform": "zoom", "x": 3.0, "y": 3.0}]
    got = rendered(
        noise(31, 20, mode, depth), out, Resampling(fill_mode="constant", fill_value=fill_value)
    )
    levels = got[0, 0] / (257 if depth == 16 else 1)
    np.testing.assert_allclose(levels, corner, atol=0.5)
