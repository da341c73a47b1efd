"""Halve a picture: each new pixel is the mean of two or four."""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2


def halve(pixels: Array, *, across: bool, down: bool) -> Array:
    """Return pixels, (height, width, channels), with the width, the height or both halved.

    The last row or column of an odd number counts twice. OpenCV averages four pixels 20 times as
    fast as any other number (0.07 ms instead of 1.4 for a photo of 400x533), so there are only
    exact halves; bilinear resizing averages two.
    """
    height, width, channels = pixels.shape
    beyond = height % 2 if down else 0, width % 2 if across else 0
    if any(beyond):
        pixels = cv2.copyMakeBorder(pixels, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE)
        height, width = pixels.shape[:2]
    frame = width // 2 if across else width, height // 2 if down else height
    how = cv2.INTER_AREA if across and down else cv2.INTER_LINEAR
    return cv2.resize(pixels, frame, interpolation=how).reshape(frame[1], frame[0], channels)
