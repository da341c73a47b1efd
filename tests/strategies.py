"""Pictures and ways of sampling for hypothesis to try."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st
from oracles import noise

from augcli.imaging.image import Mode
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling

sides = st.integers(1, 40)
modes: st.SearchStrategy[Mode] = st.sampled_from(get_args(Mode))
depths = st.sampled_from([8, 16])
images = st.builds(noise, sides, sides, modes, depths, st.integers(0, 9))
hows = st.builds(
    Resampling, st.sampled_from(INTERPOLATIONS), st.sampled_from(FILL_MODES), st.just((90.0,))
)
levels = st.integers(0, 255)
