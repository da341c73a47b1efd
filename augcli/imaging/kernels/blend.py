"""Blend pictures: weighted sums, and partners of the same size and mode."""

from __future__ import annotations

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.opacity import lay_on_white
from augcli.imaging.kernels.resize import resize
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, cv2, np


def weighted_sum(pictures: list[Array], weights: list[float]) -> Array:
    """Return the weighted sum of pictures of one shape and dtype, rounded to that dtype."""
    if len(pictures) == 2 and pictures[0].dtype == np.uint8:
        return cv2.addWeighted(pictures[0], weights[0], pictures[1], weights[1], 0)
    # For 16 bits the sums of OpenCV depend on the processor: it fuses multiplying and adding.
    total = np.zeros(pictures[0].shape, np.float32)
    for picture, weight in zip(pictures, weights, strict=True):
        total += picture * np.float32(weight)
    return rounded(total, pictures[0].dtype)


def match_size_and_mode(image: Image, model: Image, frame: Frame | None = None) -> Array:
    """Return the pixels of a picture in the mode and depth of ``model``.

    The largest middle part of the proportions of ``frame`` (by default the model's) is resized to
    it. Alpha is laid on white, as in a file without alpha. Pictures that gain alpha are opaque.
    """
    frame = frame or model.frame
    pixels = resize(_in_colours_of(model, _middle(image, frame)), frame)
    if image.depth < model.depth:
        pixels = pixels.astype(np.uint16) * np.uint16(257)
    elif image.depth > model.depth:
        pixels = rounded(pixels / 257, np.uint8)
    if model.has_alpha:
        opaque = np.full((*pixels.shape[:2], 1), model.top, pixels.dtype)
        pixels = np.concatenate([pixels, opaque], axis=2)
    return pixels


def _middle(image: Image, frame: Frame) -> Array:
    """Return the colours of the largest middle part with the proportions of a frame."""
    width, height = image.frame
    across = min(width, max(1, round(height * frame.width / frame.height)))
    down = min(height, max(1, round(width * frame.height / frame.width)))
    left, top = (width - across) // 2, (height - down) // 2
    part = image.pixels[top : top + down, left : left + across]
    return lay_on_white(part) if image.has_alpha else part[..., :3]


def _in_colours_of(model: Image, colours: Array) -> Array:
    """Return colours, contiguous, as gray or three channels, whichever ``model`` has."""
    if model.is_gray and colours.shape[2] == 3:
        return cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_RGB2GRAY)[..., np.newaxis]
    if not model.is_gray and colours.shape[2] == 1:
        return np.repeat(colours, 3, axis=2)
    return np.ascontiguousarray(colours)
