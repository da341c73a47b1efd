"""Pictures shown much smaller: nothing of them is left out, and nothing moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import noise
from PIL import Image as PillowImage

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.pyramid import halve
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render

SIDES = st.integers(1, 41)


def _shown(image: Image, size: Frame) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return render(Canvas(image, size), [], Resampling()).pixels.astype(np.float64)


@given(width=SIDES, height=SIDES, depth=st.sampled_from([8, 16]))
@pytest.mark.parametrize(("across", "down"), [(True, True), (True, False), (False, True)])
def test_a_half_is_the_average_of_pairs(
    across: bool, down: bool, width: int, height: int, depth: int
) -> None:
    pixels = noise(width, height, "RGBA", depth).pixels
    padding = (0, height % 2 if down else 0), (0, width % 2 if across else 0), (0, 0)
    whole = np.pad(pixels, padding, mode="reflect").astype(np.float64)
    x, y = 1 + across, 1 + down
    rows, columns = whole.shape[0] // y, whole.shape[1] // x
    expected = whole.reshape(rows, y, columns, x, 4).mean(axis=(1, 3))
    assert np.abs(halve(pixels, across=across, down=down) - expected).max() <= 0.75


@given(
    frame=st.tuples(st.integers(60, 400), st.integers(60, 400)),
    size=st.tuples(st.integers(8, 60), st.integers(8, 60)),
)
def test_nothing_moves_however_often_a_picture_is_halved(
    frame: tuple[int, int], size: tuple[int, int]
) -> None:
    ramps = np.meshgrid(*(np.linspace(0, 60_000, side) for side in frame))
    image = Image(np.dstack([*ramps, ramps[0]]).astype(np.uint16), "RGB")
    spans = [side / wanted for side, wanted in zip(frame, size, strict=True)]
    places = [
        ((np.arange(wanted) + 0.5) * span - 0.5) / (side - 1) * 60_000
        for side, wanted, span in zip(frame, size, spans, strict=True)
    ]
    shown = _shown(image, Frame(*size))[2:-2, 2:-2]
    expected = np.dstack(np.meshgrid(*places))[2:-2, 2:-2]
    pixel = [60_000 / (side - 1) for side in frame]
    assert (np.abs(shown[..., :2] - expected).max(axis=(0, 1)) < 0.06 * np.array(pixel) + 2).all()


@pytest.mark.parametrize("size", [(224, 224), (100, 150), (64, 64), (40, 300), (17, 9)])
def test_a_smaller_picture_is_about_that_of_pillow(size: tuple[int, int]) -> None:
    image = noise(403, 535, "RGB")
    shown = PillowImage.fromarray(image.pixels).resize(size, PillowImage.Resampling.BOX)
    # Noise is the worst there is to make smaller: sampled at points it would keep its contrast.
    assert _shown(image, Frame(*size)).std() == pytest.approx(np.asarray(shown).std(), rel=0.5)
    assert _shown(image, Frame(*size)).mean() == pytest.approx(np.asarray(shown).mean(), abs=1)
