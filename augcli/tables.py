"""Look-up tables: what each level of a picture becomes, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Image
    from augcli.kinds.tone import Curve

# A level is rounded up from .625 on, not from .5. Keras and Pillow, whose pictures people know,
# cut the fraction off, which is half a level darker on the mean; this keeps within 0.4 levels of
# them and of the exact product both, but for factors so close to 1 that those differ by more.
_ROUND = 0.375
_WORTH_PAIRS = 100_000  # levels of a picture from which on a table of 65,536 pairs pays
_RAMP = np.arange(256, dtype=np.uint8)


def look_up(image: Image, curves: tuple[Curve, ...]) -> NDArray[Any]:
    """Give the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    levels = apply_curves(curves, image)
    table = as_table(levels, image.depth)
    made = _calculated(image.pixels, levels, table) if image.depth == 8 else None
    if made is None:
        made = _looked_up(image.pixels, table)
    pixels = made.reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def apply_curves(curves: tuple[Curve, ...], image: Image) -> NDArray[Any]:
    """Give what becomes of each level of a picture, on the scale 0..255, unrounded.

    The rows are the colour channels, or one for all where they are treated alike.
    """
    # Divided, not multiplied by 1 / 257: so the levels that 8 bits have are exact in 16.
    levels = np.arange(image.top + 1)[np.newaxis] / (image.top / 255)
    colours = 1 if image.mode in ("L", "LA") else 3
    for curve in curves:
        match curve.scope:
            case "colour" if colours == 1:
                continue
            case "histogram":
                levels = np.repeat(levels, colours // len(levels), axis=0)
                changed = _by_histogram(curve, levels, image)
            case _:
                changed = curve.function(levels)
        levels = changed.clip(0, 255)
    return levels


def _by_histogram(curve: Curve, levels: NDArray[Any], image: Image) -> NDArray[Any]:
    # Rounded as if each curve were a pass of its own: what a common level becomes must not depend
    # on half a level.
    now = as_table(levels, image.depth)
    listed = np.arange(image.top + 1) / (image.top / 255)
    rows = []
    for channel, row in enumerate(now):
        counts = np.bincount(row, _counts(image.pixels, channel), minlength=image.top + 1)
        rows.append(curve.function(listed, counts.astype(np.int64))[row])
    return np.stack(rows)


def _counts(pixels: NDArray[Any], channel: int) -> NDArray[Any]:
    """Tell how often each level occurs, by what is fastest for the depth."""
    if pixels.dtype == np.uint8:
        return cv2.calcHist([pixels], [channel], None, [256], [0, 256]).ravel()
    counts: NDArray[Any] = np.bincount(pixels[..., channel].ravel(), minlength=65536)
    return counts


def as_table(levels: NDArray[Any], depth: int) -> NDArray[Any]:
    """Round to a table of 256 uint8 levels or 65536 uint16 ones, in the shape of ``levels``."""
    dtype = np.uint8 if depth == 8 else np.uint16
    scale = ((1 << depth) - 1) / 255
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a level.
    return np.floor((levels * scale).round(9) + _ROUND).astype(dtype)


def _calculated(
    pixels: NDArray[Any], levels: NDArray[Any], table: NDArray[Any]
) -> NDArray[Any] | None:
    """Calculate, several times faster, where a formula gives the very same table of 8 bits."""
    made: NDArray[Any]
    if len(table) == 1:
        turned, kept = table[0, 0], table[0, 0] ^ table[0, 255]  # bits, as of a negative
        if np.array_equal((_RAMP ^ turned) & kept, table[0]):
            made = pixels ^ turned
            return made if kept == 255 else np.bitwise_and(made, kept, out=made)
    lines = _straight(levels, table) if len(table) in (1, pixels.shape[2]) else None
    if lines is None:
        return None
    if len(table) == 1:
        slope, offset = lines[0]
        if min(offset, slope * 255 + offset) <= -0.5:
            return None  # convertScaleAbs would take these levels without their sign
        return cv2.convertScaleAbs(pixels, alpha=slope, beta=offset)
    made = cv2.transform(pixels, lines)
    return made


def _straight(levels: NDArray[Any], table: NDArray[Any]) -> NDArray[Any] | None:
    """Give the straight lines that the rows of a table are, as a matrix for cv2.transform."""
    if np.abs(levels[:, 127] - 2 * levels[:, 128] + levels[:, 129]).max() > 1e-6:
        return None  # a curve, seen at once
    rows, inside = np.arange(len(levels)), (levels > 0) & (levels < 255)
    first, last = inside.argmax(axis=1), 255 - inside[:, ::-1].argmax(axis=1)
    slope = (levels[rows, last] - levels[rows, first]) / np.maximum(1, last - first)
    offset = levels[rows, first] - slope * first + _ROUND - 0.5  # as OpenCV rounds from .5 on
    exact = np.multiply.outer(slope, _RAMP) + offset[:, np.newaxis]
    # Nothing so near to .5 that single precision, or the order of a sum, could decide on it: the
    # levels would not be those of the table, nor the same on every machine.
    if (np.abs(exact % 1 - 0.5) < 1e-4).any() or (np.rint(exact).clip(0, 255) != table).any():
        return None
    return np.column_stack([np.diag(slope), offset])


def _looked_up(pixels: NDArray[Any], table: NDArray[Any]) -> NDArray[Any]:
    if len(table) > 1:
        rest = np.arange(table.shape[1], dtype=table.dtype)  # alpha
        rows = [*table, *[rest] * (pixels.shape[2] - len(table))]
        return cv2.LUT(pixels, np.stack(rows, axis=1)[np.newaxis])
    if table.dtype == np.uint16 or pixels.size % 2 or pixels.size < _WORTH_PAIRS:
        return cv2.LUT(pixels, table)
    # Two at a time in a table of all pairs, the same in either order of bytes: half the look-ups.
    pairs = (table[0].astype(np.uint16)[:, np.newaxis] << 8) | table[0]
    flat = np.ascontiguousarray(pixels).reshape(-1, 2).view(np.uint16)
    return cv2.LUT(flat, pairs.reshape(1, -1)).view(np.uint8)
