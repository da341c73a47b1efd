"""Compression artefacts agree with Pillow's, and downscaling with the mean of areas."""

from __future__ import annotations

import io

import numpy as np
import pytest
from oracles import Floats, Pixels, as_image, assert_close, noise
from PIL import Image as PillowImage

from augcli.imaging.image import Image, Mode

from .filters import apart, applied, colours, smoothed

CODECS = {"jpeg_compression": "JPEG", "webp_compression": "WEBP"}
each_codec = pytest.mark.parametrize("codec", CODECS)


def _apart(image: Image, codec: str, quality: int) -> float:
    return float(apart(applied(image, codec, quality=quality), colours(image), image).mean())


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "LA"])
@pytest.mark.parametrize("quality", [1, 40, 75, 100])
def test_jpeg_artefacts_are_those_of_pillow(sample: Pixels, quality: int, mode: Mode) -> None:
    image = as_image(sample, mode, 8)
    got = applied(image, "jpeg_compression", quality=quality)
    stream = io.BytesIO()
    shown = image.pixels[..., 0] if mode in ("L", "LA") else image.pixels[..., :3]
    PillowImage.fromarray(shown).save(stream, "JPEG", quality=quality, subsampling="4:2:0")
    with PillowImage.open(stream) as file:
        assert_close(got, np.asarray(file).reshape(got.shape))


@pytest.mark.parametrize("quality", [1, 40, 75, 100])
def test_webp_artefacts_are_as_strong_as_those_of_pillow(sample: Pixels, quality: int) -> None:
    stream = io.BytesIO()
    PillowImage.fromarray(sample).save(stream, "WEBP", quality=quality)
    with PillowImage.open(stream) as file:
        off = np.abs(np.asarray(file.convert("RGB")).astype(float) - sample).mean()
    got = _apart(Image(sample, "RGB"), "webp_compression", quality)
    assert got == pytest.approx(float(off), rel=0.15)


@each_codec
@pytest.mark.parametrize(
    ("mode", "depth"), [("RGB", 8), ("L", 8), ("LA", 8), ("RGBA", 8), ("RGB", 16), ("LA", 16)]
)
def test_a_lower_quality_changes_more(sample: Pixels, codec: str, mode: Mode, depth: int) -> None:
    image = as_image(sample, mode, depth)
    best, good, bad, worst = (_apart(image, codec, quality) for quality in (100, 75, 30, 1))
    assert 0 <= best < good < bad < worst < 30
    assert best < 2.5


@each_codec
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_16_bits_change_as_their_upper_half_does_and_keep_the_lower(
    sample: Pixels, codec: str, mode: Mode
) -> None:
    eight = as_image(sample // 2 + 64, mode, 8)
    lower = noise(sample.shape[1], sample.shape[0], mode).pixels.astype(np.int64) % 101 - 50
    image = Image((eight.pixels.astype(np.int64) * 257 + lower).astype(np.uint16), mode)
    expected = applied(eight, codec, quality=30).astype(np.int64) * 257 + lower
    got = applied(image, codec, quality=30)
    np.testing.assert_array_equal(got, np.clip(expected, 0, 65535))


@each_codec
def test_16_bits_are_clipped_where_artefacts_go_beyond(codec: str) -> None:
    # These are rounded to 1 and 254 of 8 bits, from which artefacts can lead to 0 and 255.
    pixels = np.full((32, 32, 1), 129, np.uint16)
    pixels[:, 13:] = 65406
    got = applied(Image(pixels, "L"), codec, quality=10).astype(float)
    assert np.abs(got - pixels).mean() < 65535 / 10


@pytest.mark.parametrize(
    ("codec", "side", "part"),
    [("webp_compression", 16_400, 16_368), ("jpeg_compression", 65_600, 65_488)],
)
@pytest.mark.parametrize("upright", [True, False])
def test_sides_longer_than_a_format_holds_are_compressed_in_parts(
    codec: str, side: int, part: int, upright: bool
) -> None:
    image = noise(side, 3, "L")
    if upright:
        image = Image(np.ascontiguousarray(image.pixels.swapaxes(0, 1)), "L")
    got = applied(image, codec, quality=50)
    axis = 0 if upright else 1
    for piece, whole in zip(
        np.split(image.pixels, [part], axis), np.split(got, [part], axis), strict=True
    ):
        expected = applied(Image(np.ascontiguousarray(piece), "L"), codec, quality=50)
        np.testing.assert_array_equal(whole, expected)


def _areas(side: int, small: int) -> Floats:
    """Return a matrix: the share of each of ``side`` pixels in each pixel of a shorter side."""
    ends = np.arange(small + 1) * (side / small)
    pixels = np.arange(side)
    from_, to = ends[:-1, np.newaxis], ends[1:, np.newaxis]
    overlap = np.clip(np.minimum(to, pixels + 1) - np.maximum(from_, pixels), 0, None)
    return np.asarray(overlap * (small / side))


@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("L", 8), ("RGBA", 16), ("LA", 8)])
@pytest.mark.parametrize("factor", [0.05, 0.2, 0.37, 0.5, 0.8, 0.99])
def test_a_downscale_is_the_mean_of_areas_enlarged_as_by_pillow(
    sample: Pixels, factor: float, mode: Mode, depth: int
) -> None:
    sample = sample[:80, :120]  # a whole number of blocks, where a factor makes some
    image = as_image(sample, mode, depth)
    small = round(120 * factor), round(80 * factor)
    got = applied(image, "downscale", factor=factor)

    def coarse(levels: Floats) -> Floats:
        rows, columns = _areas(80, small[1]), _areas(120, small[0])
        means = np.einsum("yh,hwc,xw->cyx", rows, levels, columns, optimize=True)
        planes = [PillowImage.fromarray(mean.astype(np.float32)) for mean in means]
        size = (120, 80)
        wide = [np.asarray(plane.resize(size, PillowImage.Resampling.BILINEAR)) for plane in planes]
        return np.dstack(wide)

    off = apart(got, smoothed(image, coarse), image)
    assert off.max() < (1.6 if depth == 8 else 0.1)


@pytest.mark.parametrize("factor", [0.05, 0.3, 0.5, 0.9])
def test_a_downscale_of_a_slope_moves_nothing(factor: float) -> None:
    slope = np.linspace(0, 60_000, 141).astype(np.uint16)[np.newaxis, :, np.newaxis]
    pixels = slope.repeat(90, 0)
    got = applied(Image(pixels, "L"), "downscale", factor=factor).astype(float)
    inner = np.s_[:, 20:-20]
    assert np.abs(got[inner] - pixels[inner]).max() < 400


def test_less_is_left_of_detail_the_smaller_the_factor(sample: Pixels) -> None:
    image = Image(sample, "RGB")
    left = [
        np.abs(np.diff(applied(image, "downscale", factor=factor).astype(int), axis=1)).mean()
        for factor in (0.05, 0.2, 0.5, 0.8, 1.0)
    ]
    assert left == sorted(left)
