"""Only what can be seen of a copy tells whether it is useless."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import Pixels, noise

from augcli.imaging.image import Image
from augcli.pipeline.copy_maker import MadeCopy
from augcli.pipeline.quality import Attempt, Gate


def _sprite(shown: Pixels, hidden: int) -> Image:
    """Show a picture in the middle of transparent pixels of one colour."""
    pixels = np.full((40, 40, 4), hidden, shown.dtype)
    pixels[..., 3] = 0
    pixels[15:25, 15:25, :3] = shown
    pixels[15:25, 15:25, 3] = np.iinfo(shown.dtype).max
    return Image(pixels, "RGBA")


def _fault(source: Image, copy: Image) -> str:
    made = MadeCopy([{"transform": "invert"}], copy, b"")
    return Gate(source).fault(Attempt(0, made))


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize(("level", "fault"), [(0, "black"), (1, "white"), (0.5, "flat")])
def test_what_can_be_seen_decides(depth: int, level: float, fault: str) -> None:
    shown = noise(10, 10, depth=depth).pixels
    top = np.iinfo(shown.dtype).max
    spoilt = np.full_like(shown, round(level * top))
    for hidden in (0, top):
        source = _sprite(shown, hidden)
        assert _fault(source, _sprite(spoilt, top - hidden)) == fault
        assert _fault(source, _sprite(shown[::-1], hidden)) == ""
        assert _fault(source, _sprite(shown, top - hidden)) == "unchanged"


def test_a_copy_of_which_nothing_is_left_is_flat() -> None:
    source = _sprite(noise(10, 10).pixels, 0)
    gone = source.pixels.copy()
    gone[..., 3] = 0
    assert _fault(source, source.with_pixels(gone)) == "flat"
