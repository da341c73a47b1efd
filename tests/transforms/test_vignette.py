"""A vignette darkens by the square of the distance from the centre."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import noise, rendered

from augcli.imaging.image import Frame, Image, Mode


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("frame", [Frame(160, 120), Frame(7, 300), Frame(31, 31), Frame(1, 1)])
@pytest.mark.parametrize("amount", [0.1, 0.5, 1.0])
def test_a_vignette_takes_the_square_of_the_distance(
    mode: Mode, depth: int, frame: Frame, amount: float
) -> None:
    image = noise(*frame, mode, depth)
    centre = complex(*frame) / 2
    middles = (complex(x + 0.5, y + 0.5) for y in range(frame.height) for x in range(frame.width))
    lost = [amount * abs((at - centre) / centre) ** 2 for at in middles]
    left = 1 - np.array(lost).reshape(frame.height, frame.width, 1)
    expected = image.pixels * left
    if image.has_alpha:
        expected[..., -1] = image.pixels[..., -1]
    got = rendered(image, [{"transform": "vignette", "amount": amount}])
    # The cover and the product are rounded, by half a level each.
    np.testing.assert_allclose(got, expected, rtol=0, atol=1)


def test_a_vignette_of_1_leaves_the_centre_and_blackens_the_corners() -> None:
    gray = Image(np.full((201, 301, 1), 51_400, np.uint16), "L")
    levels = rendered(gray, [{"transform": "vignette", "amount": 1}])[..., 0]
    assert levels[100, 150] == 51_400
    assert levels[[0, 0, -1, -1], [0, -1, 0, -1]].max() < 0.02 * 51_400
