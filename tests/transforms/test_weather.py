"""Weather changes the right levels, in the right place, by the right amount."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from oracles import CHANNELS, DTYPES, as_image, noise, rendered
from scipy import ndimage

from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.kernels.particles import Drops, Shower, particles_cover

Pixels = NDArray[Any]

MID: dict[str, Any] = {
    "shadow": {"darkness": 0.5, "softness": 0.02, "edges": [0.3, 0.6, 0.4, 0.2, 0.7]},
    "sun_flare": {"strength": 0.5, "position": [0.7, 0.3], "seed": 3},
    "rain": {"amount": 0.5, "slant": 10.0, "seed": 3},
    "snow": {"amount": 0.5, "slant": 10.0, "seed": 3},
    "fog": {"density": 0.5, "seed": 3},
    "spatter": {"amount": 0.5, "seed": 3},
    "spatter with mud": {"amount": 0.5, "mud": True, "seed": 3},
    "vignette": {"amount": 0.5},
}

SMALL = Frame(160, 120)

each_weather = pytest.mark.parametrize("name", MID)
each_depth = pytest.mark.parametrize("depth", [8, 16])


def _flat(level: float, mode: Mode = "RGB", depth: int = 8, frame: Frame = SMALL) -> Image:
    top = 2**depth - 1
    shape = frame.height, frame.width, CHANNELS[mode]
    return Image(np.full(shape, round(level * top / 255), DTYPES[depth]), mode)


def _under(name: str, image: Image, **more: Any) -> Pixels:
    """Return the rendered levels as floats on the scale 0 to 255."""
    recipe = {"transform": name.partition(" ")[0], **MID[name], **more}
    return rendered(image, [recipe]) * (255 / image.top)


@each_weather
@each_depth
def test_more_of_it_changes_a_picture_more(name: str, depth: int) -> None:
    first = next(iter(MID[name]))
    image = as_image(noise(160, 120).pixels, "RGB", depth)
    original = image.pixels * (255 / image.top)
    changes = [
        np.abs(_under(name, image, **{first: amount}) - original).mean()
        for amount in (0.05, 0.2, 0.5, 1.0)
    ]
    assert changes == sorted(changes)
    assert 0 < changes[0] < changes[-1] / 2


@each_weather
def test_16_bit_pictures_look_as_8_bit_ones(name: str) -> None:
    pixels = noise(160, 120).pixels
    apart = _under(name, as_image(pixels, "RGB", 8)) - _under(name, as_image(pixels, "RGB", 16))
    assert np.abs(apart).max() < 4
    assert np.abs(apart).mean() < 0.8


@pytest.mark.parametrize("name", ["fog", "shadow", "sun_flare", "vignette"])
def test_smooth_weather_is_smooth_in_16_bits(name: str) -> None:
    levels = _under(name, _flat(100, "L", 16, Frame(600, 500)))[..., 0]
    assert len(np.unique(levels)) > 300


@each_weather
def test_gray_pictures_get_the_gray_of_colour_ones(name: str) -> None:
    gray = _under(name, _flat(120, "L"))[..., 0]
    colour = _under(name, _flat(120)) @ (0.299, 0.587, 0.114)
    np.testing.assert_allclose(gray, colour, atol=2.5)


@each_weather
def test_a_larger_picture_gets_the_same_weather(name: str) -> None:
    small = _under(name, _flat(90, "L", frame=Frame(640, 480)))[..., 0]
    large = _under(name, _flat(90, "L", frame=Frame(1280, 960)))[..., 0]
    shrunk = large.reshape(480, 2, 640, 2).mean(axis=(1, 3))
    soft = [ndimage.gaussian_filter(levels, 12) for levels in (small, shrunk)]
    assert np.corrcoef(soft[0].ravel(), soft[1].ravel())[0, 1] > 0.8


@pytest.mark.parametrize(
    ("name", "sign"),
    [("shadow", -1), ("vignette", -1), ("sun_flare", 1), ("snow", 1), ("fog", 1), ("rain", 1)],
)
def test_light_is_only_added_or_only_lost(name: str, sign: int) -> None:
    apart = sign * (_under(name, _flat(90)) - 90)
    assert apart.min() >= -1
    assert apart.mean() > 1


def test_the_umbra_loses_the_darkness_and_the_rest_nothing() -> None:
    levels = _under("shadow", _flat(200, "RGB", 16), darkness=0.4, softness=0.01)
    red, _, blue = np.moveaxis(levels, 2, 0)
    assert red.max() == pytest.approx(200, abs=0.1)
    assert red.min() == pytest.approx(200 * 0.6, abs=0.1)
    assert (blue >= red - 0.01).all()
    assert blue.min() > red.min() + 2
    share = (red < 160).mean()
    assert 0.25 < share < 0.75


@pytest.mark.parametrize("softness", [0.01, 0.05, 0.2])
def test_the_edge_of_a_shadow_is_that_of_a_gaussian(softness: float) -> None:
    # Straight down from 0.52 of the width on; the other edge is out of sight.
    edges = [0.76, 0.76, 1.0, 1.0, 0.7]
    image = _flat(200, "L", 16, Frame(400, 400))
    row = _under("shadow", image, edges=edges, softness=softness, darkness=1)[200, :, 0] / 200
    x = (np.arange(400) + 0.5) / 400 - (0.95 * 0.76 - 0.2)
    gray = 1 - (0.299 * 1 + 0.587 * 0.98 + 0.114 * 0.93)  # what the tint leaves
    expected = 1 - (1 - gray) * np.array([0.5 * math.erfc(-at / softness / 2**0.5) for at in x])
    np.testing.assert_allclose(row[:280], expected[:280], atol=0.012)


@pytest.mark.parametrize("position", [[0.2, 0.5], [0.5, 0.9], [0.9, 0.2]])
def test_the_sun_is_where_it_was_drawn(position: list[float]) -> None:
    light = _under("sun_flare", _flat(0, "L"), position=position)[..., 0]
    y, x = ndimage.center_of_mass(light > 0.97 * light.max())
    assert x / 159 == pytest.approx(position[0], abs=0.04)
    assert y / 119 == pytest.approx(max(0, 0.6 * position[1] - 0.05), abs=0.05)


def test_ghosts_are_on_the_line_from_the_sun_through_the_centre() -> None:
    position = [0.1, 0.1]
    flares = [
        _under("sun_flare", _flat(0, "L"), position=position, seed=seed) for seed in range(60)
    ]
    # What differs from seed to seed, far from the sun: ghosts, and faint rays.
    rough = np.std(flares, axis=0)[..., 0]
    y, x = np.mgrid[:120, :160] - np.array([59.5, 79.5]).reshape(2, 1, 1)
    sun = np.array([0.4 * 159, 0.54 * 119])  # to the left and up
    off_the_line = np.abs(x * sun[1] - y * sun[0]) / np.hypot(*sun)
    beyond = (x * sun[0] + y * sun[1]) > 0
    assert (
        rough[beyond & (off_the_line < 8)].mean() > 3 * rough[beyond & (off_the_line > 25)].mean()
    )


@pytest.mark.parametrize("slant", [-40, 0, 25])
@pytest.mark.parametrize("name", ["rain", "snow"])
def test_everything_falls_along_the_slant(name: str, slant: int) -> None:
    levels = _under(name, _flat(0, "L", frame=Frame(400, 400)), slant=slant)[..., 0]
    # Blurred, so that steps between pixels don't count.
    down, right = np.gradient(ndimage.gaussian_filter(levels, 2))
    # The direction in which levels change least: the minor axis of the structure tensor.
    tensor = np.cov(np.stack([right.ravel(), down.ravel()]), bias=True)
    values, vectors = np.linalg.eigh(tensor)
    x, y = vectors[:, 0] * np.sign(vectors[1, 0])
    assert math.degrees(math.atan2(x, y)) == pytest.approx(slant, abs=3)
    assert values[1] > 1.3 * values[0]


def test_a_shower_holds_the_drops_asked_for() -> None:
    one = Shower((Drops(30, 0.005, 0, 1),), 0, 0)
    counts = [
        ndimage.label(particles_cover(seed, _flat(0, "L", frame=Frame(400, 400)), one) > 60)[1]
        for seed in range(10)
    ]
    assert np.mean(counts) == pytest.approx(30, rel=0.15)


def test_what_falls_hides_as_much_of_a_small_picture() -> None:
    shower = Shower((Drops(600, 0.0015, 0.05, 0.5),), 10, 0)
    large, small = (
        np.mean(
            [particles_cover(seed, _flat(0, "L", frame=frame), shower).mean() for seed in range(30)]
        )
        for frame in (Frame(400, 400), Frame(64, 64))
    )
    assert small == pytest.approx(large, rel=0.4)


def test_haze_lies_over_all_of_a_shower() -> None:
    image = _flat(0, "L", 16)
    dry = particles_cover(1, image, Shower((Drops(0, 0.002, 0.1, 1),), 0, 0.25))
    assert (dry == round(0.25 * 65535)).all()


@pytest.mark.parametrize("density", [0.2, 1.0])
def test_fog_hides_its_share_and_is_light_gray(density: float) -> None:
    black, white = (_under("fog", _flat(level), density=density) for level in (0, 255))
    hidden = 1 - (white - black).mean(axis=2) / 255
    assert 0.29 * density < hidden.min() < hidden.max() < 0.96 * density
    assert hidden.mean() == pytest.approx(0.66 * density, rel=0.2)
    gray = black / np.maximum(hidden, 0.01)[..., np.newaxis]
    np.testing.assert_allclose(gray.mean(axis=(0, 1)), (222, 227, 232), atol=4)


def test_mud_hides_and_water_shows_what_is_behind() -> None:
    black, white = (_flat(level, frame=Frame(400, 300)) for level in (0, 255))
    muddy = _under("spatter with mud", white) - _under("spatter with mud", black)
    wet = _under("spatter", white) - _under("spatter", black)
    assert muddy.min() < 0.1 * 255
    assert wet.min() > 0.1 * 255
    # Most of both is dry.
    for seen in (muddy, wet):
        assert 0.7 < (seen > 254).mean() < 0.99


def test_water_bends_what_is_behind() -> None:
    # A ramp shows where each pixel comes from; drops that were only shaded would keep it.
    ramp = np.tile(np.linspace(0, 65535, 400).astype(np.uint16), (300, 1))[..., np.newaxis]
    got = _under("spatter", Image(ramp, "L"))[..., 0]
    dark, light = (_under("spatter", _flat(to, "L", 16, Frame(400, 300))) for to in (0, 255))
    behind = (got - dark[..., 0]) / np.maximum(light - dark, 1)[..., 0] * 399
    moved = np.abs(behind - np.arange(400))
    assert np.percentile(moved, 50) < 0.1
    assert 3 < np.percentile(moved, 99.5) < 40


@each_weather
@pytest.mark.parametrize("frame", [Frame(1, 1), Frame(2, 5), Frame(300, 3), Frame(33, 31)])
def test_any_frame_has_weather(name: str, frame: Frame) -> None:
    for mode, depth in (("LA", 16), ("RGBA", 8)):
        image = noise(*frame, mode, depth)  # type: ignore[arg-type]  # of a table of cases
        assert _under(name, image).shape == image.pixels.shape
