"""Blend pictures: weighted sums, and partners of the same size and mode."""

from __future__ import annotations

from typing import Any

from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import Array, cv2, np


def weighted_sum(pictures: list[Array], weights: list[float]) -> Array:
    """Return the weighted sum of pictures of one shape and dtype, rounded to that dtype."""
    if len(pictures) == 2:
        return cv2.addWeighted(pictures[0], weights[0], pictures[1], weights[1], 0)
    total = np.zeros(pictures[0].shape, np.float32)
    for picture, weight in zip(pictures, weights, strict=True):
        total += picture * np.float32(weight)
    return to_levels(total, pictures[0].dtype)


def to_levels(values: Array, dtype: Any) -> Array:
    """Round floats to levels of a dtype, and clip them to its range."""
    levels: Array = np.clip(np.rint(values), 0, np.iinfo(dtype).max).astype(dtype)
    return levels


def match_size_and_mode(image: Image, model: Image, frame: Frame | None = None) -> Array:
    """Return the pixels of a picture in the mode and depth of ``model``.

    The largest middle part of the proportions of ``frame`` (by default the model's) is resized to
    it. Pictures that gain alpha are opaque.
    """
    frame = frame or model.frame
    width, height = image.frame
    across = min(width, max(1, round(height * frame.width / frame.height)))
    down = min(height, max(1, round(width * frame.height / frame.width)))
    left, top = (width - across) // 2, (height - down) // 2
    middle = _in_mode(image, model)[top : top + down, left : left + across]
    how = cv2.INTER_AREA if across > frame.width or down > frame.height else cv2.INTER_LINEAR
    pixels = cv2.resize(middle, frame, interpolation=how)
    pixels = pixels.reshape(frame.height, frame.width, -1)
    if image.depth == model.depth:
        return pixels
    if model.depth == 16:
        return pixels.astype(np.uint16) * np.uint16(257)
    return to_levels(pixels / 257, np.uint8)


def _in_mode(image: Image, model: Image) -> Array:
    channels = 1 if image.is_gray else 3
    colour, alpha = image.pixels[..., :channels], image.pixels[..., channels:]
    if model.is_gray and channels == 3:
        colour = cv2.cvtColor(np.ascontiguousarray(colour), cv2.COLOR_RGB2GRAY)[..., np.newaxis]
    elif not model.is_gray and channels == 1:
        colour = np.repeat(colour, 3, axis=2)
    if not model.has_alpha:
        return np.ascontiguousarray(colour)
    opaque = np.full((*colour.shape[:2], 1), image.top, colour.dtype)
    return np.dstack([colour, alpha if image.has_alpha else opaque])
