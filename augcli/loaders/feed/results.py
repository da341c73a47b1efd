"""Turn a batch of levels into the array that the consumer gets."""

from __future__ import annotations

from augcli.imaging.lazy import Array, np
from augcli.loaders.feed.settings import FlowSettings


def converted(batch: Array, settings: FlowSettings) -> Array:
    """Return a new array of a batch (size, copies, height, width, channels) of whole levels.

    It is float32 in 0..1 or normalized, or the levels; without the axis of the copies if there is
    one of each.
    """
    if settings.copies == 1:
        batch = batch[:, 0]
    if settings.data_format == "channels_first":
        batch = np.moveaxis(batch, -1, -3)
    if settings.dtype == "uint8":
        return np.array(batch, order="C")
    scale, shift = _line(np.iinfo(batch.dtype).max, settings)
    out = np.empty(batch.shape, np.float32)
    np.multiply(batch, scale, out=out, casting="unsafe")
    return out if settings.normalize is None else np.add(out, shift, out=out)


def _line(top: int, settings: FlowSettings) -> tuple[Array, Array]:
    """Return what to multiply levels by, and then to add, for each channel or for all."""
    means, deviations = settings.normalize or ((0.0,), (1.0,))
    scale, shift = 1 / (top * np.array(deviations)), -np.array(means) / deviations
    if settings.data_format == "channels_first":
        scale, shift = scale[:, np.newaxis, np.newaxis], shift[:, np.newaxis, np.newaxis]
    return scale.astype(np.float32), shift.astype(np.float32)
