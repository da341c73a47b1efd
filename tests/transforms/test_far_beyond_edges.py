"""Pictures go on beyond their edges as the fill mode says, however far a copy looks."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import noise, rendered

from augcli.imaging.image import Mode
from augcli.imaging.resampling import INTERPOLATIONS, FillMode, Interpolation, Resampling


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize("fill_mode", ["reflect", "wrap"])
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("LA", 8), ("RGB", 16), ("RGBA", 16)])
def test_what_repeats_is_the_same_two_widths_further(
    mode: Mode, depth: int, fill_mode: FillMode, interpolation: Interpolation
) -> None:
    image, how = noise(24, 20, mode, depth), Resampling(interpolation, fill_mode)
    near, far = (
        rendered(image, [{"transform": "width_shift", "fraction": fraction}], how).astype(int)
        for fraction in (0.53, 2.53)
    )
    assert np.abs(far - near).max() <= (1 if depth == 8 else 257)
