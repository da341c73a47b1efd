"""Figures of 16-bit pictures are stretched to what the originals hold."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import Pixels, noise

from augcli.figures.stretch import Stretch
from augcli.imaging.image import Image


def _ramp(low: int, high: int) -> Pixels:
    return np.linspace(low, high, 300 * 200).round().astype(np.uint16).reshape(200, 300, 1)


def test_the_lowest_level_becomes_black_and_the_highest_white() -> None:
    stretch = Stretch.of([Image(_ramp(173, 5446), "L")])
    assert str(stretch) == "16-bit, shown from 173 to 5446"
    assert stretch is not None
    shown = stretch.shown(Image(np.array([[[0, 173, 2810, 5446, 60000]]], np.uint16), "L"))
    assert shown.pixels.ravel().tolist() == [0, 0, 128, 255, 255]
    assert shown.depth == 8


def test_the_originals_of_one_figure_share_their_stretch() -> None:
    images = [Image(_ramp(300, 900), "L"), Image(_ramp(100, 400), "L"), noise(5, 5)]
    assert Stretch.of(images) == Stretch(100, 900)


@pytest.mark.parametrize(("hot", "high"), [(5, 2000), (500, 65535)])
def test_a_few_hot_pixels_do_not_make_the_rest_black(hot: int, high: int) -> None:
    pixels = _ramp(100, 2000)
    pixels.ravel()[20_000 : 20_000 + hot] = 65535
    assert Stretch.of([Image(pixels, "L")]) == Stretch(100, high)


def test_hidden_colours_do_not_count_and_alpha_is_not_stretched() -> None:
    pixels = np.concatenate([_ramp(100, 2000), np.full((200, 300, 1), 65535, np.uint16)], axis=2)
    pixels[:20] = (60000, 0)
    image = Image(pixels, "LA")
    stretch = Stretch.of([image])
    assert stretch is not None
    assert stretch.high == 2000
    assert set(np.unique(stretch.shown(image).pixels[..., 1])) == {0, 255}


def test_pictures_of_8_bits_are_left_alone() -> None:
    image = noise(4, 4)
    assert Stretch.of([image]) is None
    assert Stretch(3, 9).shown(image) is image


def test_a_picture_of_one_level_is_shown_on_the_whole_scale() -> None:
    assert Stretch.of([Image(np.full((9, 9, 1), 700, np.uint16), "L")]) == Stretch(0, 65535)
