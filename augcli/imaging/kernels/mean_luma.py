"""The mean luma of what can be seen of a picture, the same on every processor."""

from __future__ import annotations

import math
from collections.abc import Iterator

from augcli.imaging.image import Image
from augcli.imaging.kernels.linear_tone import all_levels
from augcli.imaging.lazy import Array, cv2, np

_LUMA = (299, 587, 114)  # thousandths of red, green and blue: ITU-R BT.601
_PARTS = 1 << 16  # of a level: sums of whole parts don't depend on their order


def mean_luma(image: Image, levels: Array) -> float:
    """Return the mean luma, 0..255, of a picture whose levels have been changed.

    ``levels`` holds the new level of each level, float64 in 0..255, of shape (1, levels), or
    (3, levels) for red, green and blue. The mean is rounded half up to a level that the depth of
    the picture has, as in Pillow. Pixels with alpha 0 don't count; the mean of none is 0.
    """
    seen = np.not_equal(image.pixels[..., -1], 0).view(np.uint8) if image.has_alpha else None
    count = image.pixels[..., 0].size if seen is None else cv2.countNonZero(seen)
    if not count:
        return 0.0
    weights = (1,) if image.is_gray else _LUMA
    if seen is None and levels is all_levels(image.top):  # several times as fast as counts
        sums = [part * 255 / image.top for part in cv2.sumElems(image.pixels)]
    else:
        sums = list(_sums(image, seen, levels))
    total = sum(part * weight for part, weight in zip(sums, weights, strict=False))
    scale = image.top / 255
    return math.floor(total / (count * sum(weights)) * scale + 0.5) / scale


def _sums(image: Image, seen: Array | None, levels: Array) -> Iterator[float]:
    """Yield the sum of the new levels of each colour, from how often each level occurs."""
    parts = np.rint(levels * _PARTS).astype(np.int64)
    rows = np.broadcast_to(parts, (1 if image.is_gray else 3, image.top + 1))
    size, ends = [image.top + 1], [0, image.top + 1]
    for channel, row in enumerate(rows):
        counts = cv2.calcHist([image.pixels], [channel], seen, size, ends).ravel()
        yield int(counts.astype(np.int64) @ row) / _PARTS
