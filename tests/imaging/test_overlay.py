"""Overlays hide and add light in the same measure."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import CHANNELS, noise

from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.kernels.fractal_noise import fractal_noise
from augcli.imaging.kernels.overlay import (
    BLACK,
    WHITE,
    coordinates,
    overlay,
    reduced_frame,
)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("colour", [BLACK, WHITE, (0.5, 0.5, 0.5), (0.2, 0.4, 0.6)])
def test_a_veil_hides_and_adds_in_the_same_measure(
    mode: Mode, colour: tuple[float, float, float], depth: int
) -> None:
    image = noise(40, 30, mode, depth)
    colours = CHANNELS[mode] - (mode in ("LA", "RGBA"))
    gray = np.dot((0.299, 0.587, 0.114), colour)
    generator = np.random.default_rng(0)
    for shape in ((30, 40), (30, 40, 3)):
        cover = generator.random(shape, dtype=np.float32)
        hidden = cover[..., np.newaxis] if cover.ndim == 2 else cover
        if colours == 1 and cover.ndim == 3:
            hidden = cover @ np.array([[0.299], [0.587], [0.114]])
        paint = image.top * (np.array(colour) if colours == 3 else gray)
        expected = image.pixels[..., :colours] * (1 - hidden) + paint * hidden
        got = overlay(image, cover, colour)[..., :colours]
        np.testing.assert_allclose(got, expected, atol=2)


def test_a_small_cover_is_enlarged_to_the_picture() -> None:
    image = Image(np.full((120, 160, 1), 200, np.uint8), "L")
    got = overlay(image, np.array([[0, 1]] * 3, np.float32), BLACK)[..., 0]
    assert got.shape == (120, 160)
    assert (np.diff(got.astype(int), axis=1) <= 0).all()
    assert got[0, 0] == 200
    assert got[0, -1] == 0


@pytest.mark.parametrize("frame", [Frame(1, 1), Frame(7, 3), Frame(400, 533), Frame(3000, 1000)])
def test_a_reduced_frame_keeps_proportions_and_never_grows(frame: Frame) -> None:
    small = reduced_frame(frame, 128)
    assert min(small) == min(128, *frame)
    assert small.width / small.height == pytest.approx(frame.width / frame.height, rel=0.01)
    x, y = coordinates(small)
    assert (x.shape, y.shape) == ((1, small.width), (small.height, 1))
    assert x.sum() == pytest.approx(0, abs=1e-4)


def test_clouds_have_no_mean_and_are_alike_at_every_scale() -> None:
    fields = [fractal_noise(seed, Frame(128, 96), 6) for seed in range(40)]
    assert np.mean(fields) == pytest.approx(0, abs=0.1)
    assert np.std(fields) == pytest.approx(1, abs=0.2)
    # Twice as far apart, points differ by about twice as much (and by no more: by 2 ** 1).
    apart = [
        np.sqrt(np.mean([(field[:, step:] - field[:, :-step]) ** 2 for field in fields]))
        for step in (4, 8, 16)
    ]
    assert 1.3 < apart[1] / apart[0] < 2
    assert 1.3 < apart[2] / apart[1] < 2
