"""Overlay fog, light or dirt: covers that hide part of each pixel.

A cover is float32 of shape (height, width), from 0 (hides nothing) to 1, or (height, width, 3) for
red, green and blue. It may be smaller than the picture and is then enlarged: smooth things need few
points.
"""

from __future__ import annotations

from typing import Any

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.portable import scaled_product
from augcli.imaging.lazy import Array, cv2, np

Colour = tuple[float, float, float]

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


def overlay(image: Image, cover: Array, colour: Colour) -> Array:
    """Return the pixels of a picture behind a cover of a colour (red, green, blue: 0 to 1).

    The cover may also have the dtype of the picture: 0 to its highest level.
    """
    shape = image.pixels.shape
    if shape[2] < 3:
        cover = _luma(*np.moveaxis(cover, 2, 0)) if cover.ndim == 3 else cover
        colour = (_luma(*colour),) * 3
    hidden = _levels(cover, image)
    seen = _with_channels(cv2.bitwise_not(hidden), shape[2]).reshape(shape)
    seen = scaled_product(image.pixels, seen).reshape(shape)
    if colour != BLACK:
        cv2.add(seen, _with_channels(_times(hidden, colour), shape[2]).reshape(shape), dst=seen)
    return seen


def reduced_frame(frame: Frame, most: float) -> Frame:
    """Return a frame of the same proportions whose shorter side is at most ``most`` pixels."""
    shrink = max(1.0, min(frame) / most)
    return Frame(round(frame.width / shrink), round(frame.height / shrink))


def coordinates(frame: Frame) -> tuple[Array, Array]:
    """Return the x and y of pixels, from the centre, in units of the shorter side.

    They are float32 of shape (1, width) and (height, 1).
    """
    x, y = (
        (np.arange(side, dtype=np.float32) - np.float32((side - 1) / 2)) / np.float32(min(frame))
        for side in frame
    )
    return x[np.newaxis], y[:, np.newaxis]


def _luma(red: Any, green: Any, blue: Any) -> Any:
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _levels(cover: Array, image: Image) -> Array:
    """Return a cover in the size and depth of a picture."""
    dtype = image.pixels.dtype
    if cover.dtype != dtype:
        cover = np.rint(np.clip(cover, 0, 1) * np.float32(image.top)).astype(dtype)
    if cover.shape[:2] != image.pixels.shape[:2]:
        # Exact: otherwise it differs with Intel's IPP and on ARM.
        cover = cv2.resize(cover, image.frame, interpolation=cv2.INTER_LINEAR_EXACT)
    return cover


def _times(hidden: Array, colour: Colour) -> Array:
    """Return the light that a cover of a colour adds."""
    if colour == WHITE:
        return hidden
    if len(set(colour)) == 1:
        return cv2.addWeighted(hidden, colour[0], hidden, 0, 0)
    planes = cv2.split(hidden) if hidden.ndim == 3 else (hidden,) * 3
    parts = zip(planes, colour, strict=True)
    return cv2.merge([cv2.addWeighted(plane, part, plane, 0, 0) for plane, part in parts])


def _with_channels(layer: Array, channels: int) -> Array:
    """Return a layer of one channel or three with as many channels as a picture has."""
    if layer.ndim == 3 and channels == 3:
        return layer
    planes = cv2.split(layer) if layer.ndim == 3 else (layer,) * 3
    spread: Array = cv2.merge((*planes, planes[0])[:channels])
    return spread
