"""Partners: resized by a triangle filter, laid on white, and added up."""

from __future__ import annotations

import hashlib
from itertools import product

import numpy as np
import pytest
from oracles import Floats, noise
from PIL import Image as PillowImage

from augcli.imaging.image import Frame, Mode
from augcli.imaging.kernels.alpha import blend_visible
from augcli.imaging.kernels.blend import match_size_and_mode, weighted_sum
from augcli.imaging.kernels.resize import resize

MODES: tuple[Mode, ...] = ("L", "LA", "RGB", "RGBA")
SIZES = [(37, 29), (100, 90), (64, 64), (3, 3), (1, 50), (50, 1)]


def _weights(before: int, after: int) -> Floats:
    """Return a row of weights for each new pixel: a triangle around its middle."""
    scale = before / after
    middle = (np.arange(after)[:, np.newaxis] + 0.5) * scale
    away = np.abs(np.arange(before) + 0.5 - middle) / max(1, scale)
    weights: Floats = np.maximum(0, 1 - away)
    weights /= weights.sum(1, keepdims=True)
    return weights


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("frame", [Frame(33, 27), Frame(1, 1), Frame(37, 60)])
@pytest.mark.parametrize(("mode", "depth"), [("L", 8), ("RGB", 8), ("L", 16), ("RGB", 16)])
def test_pixels_count_by_a_triangle_as_wide_as_two_new_pixels(
    size: tuple[int, int], frame: Frame, mode: Mode, depth: int
) -> None:
    pixels = noise(*size, mode, depth).pixels
    down, across = _weights(size[1], frame.height), _weights(size[0], frame.width)
    wanted = np.einsum("yh,hwc,xw->yxc", down, pixels, across)
    found = resize(pixels, frame)
    assert found.dtype == pixels.dtype
    # For 8 bits there are two roundings: of rows, and of columns.
    assert np.abs(found - wanted).max() <= (1.01 if depth == 8 else 0.53)


def test_stripes_of_a_pixel_become_gray() -> None:
    stripes = np.zeros((90, 90, 3), np.uint8)
    stripes[:, ::2] = 255
    for side in (30, 31, 44):
        assert resize(stripes, Frame(side, side))[:, 1:-1].std() < 16


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("target", ["L", "RGB"])
def test_alpha_is_laid_on_white_as_pillow_does_it(mode: Mode, target: Mode) -> None:
    image = noise(20, 15, mode)
    found = match_size_and_mode(image, noise(20, 15, target))
    shown = PillowImage.fromarray(image.pixels).convert("RGBA")
    white = PillowImage.new("RGBA", (20, 15), "white")
    white.alpha_composite(shown)
    wanted = np.asarray(white.convert(target)).reshape(found.shape).astype(int)
    assert np.abs(found - wanted).max() <= 1


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("frame", [Frame(20, 15), Frame(9, 31)])
def test_what_is_hidden_in_a_partner_changes_nothing(mode: Mode, frame: Frame) -> None:
    model = noise(*frame, mode)
    one, other = noise(20, 15, "RGBA"), noise(20, 15, "RGBA", seed=1)
    one.pixels[..., 3] = other.pixels[..., 3] = np.where(one.pixels[..., 3] > 128, 255, 0)
    visible = one.pixels[..., 3:] > 0
    np.copyto(other.pixels, one.pixels, where=visible)
    assert (match_size_and_mode(one, model) == match_size_and_mode(other, model)).all()


def test_a_sum_of_pictures_with_alpha_shows_only_what_is_visible() -> None:
    pictures = [noise(30, 20, "RGBA", seed=seed).pixels for seed in range(3)]
    weights = [0.5, 0.3, 0.2]
    found = blend_visible(pictures, weights)[..., :3].astype(float)
    opacity = sum(w * one[..., 3:] / 255 for w, one in zip(weights, pictures, strict=True))
    # Laid on black, pictures with alpha add up as plain ones do.
    wanted = sum(
        w * one[..., :3] * (one[..., 3:] / 255) for w, one in zip(weights, pictures, strict=True)
    )
    assert np.abs(found * opacity - wanted).max() < 1.1
    pictures[0][..., 3] = 0
    changed = [255 - pictures[0], *pictures[1:]]
    changed[0][..., 3] = 0
    assert (blend_visible(pictures, weights) == blend_visible(changed, weights)).all()


def test_partners_are_the_same_bytes_on_every_processor() -> None:
    made = hashlib.sha256()
    for depth, other in product((8, 16), (8, 16)):
        for mode, theirs in product(MODES, MODES):
            model = noise(40, 30, mode, depth)
            for size in ((40, 30), (97, 61), (13, 50), (80, 60)):
                matched = match_size_and_mode(noise(*size, theirs, other, seed=2), model)
                made.update(weighted_sum([model.pixels, matched], [0.613, 0.387]).tobytes())
    assert made.hexdigest()[:16] == "2c4b07488035fae9"
