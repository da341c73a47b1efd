"""Turn a batch of levels into the array that the consumer gets."""

from __future__ import annotations

from augcli.imaging.lazy import Array, np
from augcli.loaders.feed.settings import FlowSettings


def converted(batch: Array, settings: FlowSettings) -> Array:
    """Return a new array of a batch (size, copies, height, width, channels) of whole levels.

    It is float32 in 0..1, or the levels; without the axis of the copies if there is one of each.
    """
    if settings.copies == 1:
        batch = batch[:, 0]
    if settings.data_format == "channels_first":
        batch = np.moveaxis(batch, -1, -3)
    if settings.dtype == "uint8":
        return np.array(batch, order="C")
    out = np.empty(batch.shape, np.float32)
    scale = np.float32(1 / np.iinfo(batch.dtype).max)
    return np.multiply(batch, scale, out=out, casting="unsafe")
