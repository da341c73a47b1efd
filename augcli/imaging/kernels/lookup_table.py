"""Look-up tables: what each level of a picture becomes, in one pass."""

from __future__ import annotations

from augcli.imaging.image import Image
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.linear_tone import ROUND, calculated, straight
from augcli.imaging.lazy import Array, cv2, np

_WORTH_PAIRS = 100_000  # levels of a picture from which on a table of 65,536 pairs pays


def look_up(image: Image, curves: tuple[Curve, ...]) -> Array:
    """Return the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    made = None
    if image.depth == 8:
        lines = straight(curves, _colours(image))
        made = calculated(image.pixels, lines) if lines else None
    if made is None:
        table = as_table(apply_curves(curves, image), image.depth)
        made = _looked_up(image.pixels, table)
    pixels = made.reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def _colours(image: Image) -> int:
    return 1 if image.is_gray else 3


def apply_curves(curves: tuple[Curve, ...], image: Image) -> Array:
    """Return what becomes of each level of a picture, on the scale 0..255, unrounded.

    The rows are the colour channels, or one for all where they are treated alike.
    """
    # Divided, not multiplied by 1 / 257: so the levels that 8 bits have are exact in 16.
    levels = np.arange(image.top + 1)[np.newaxis] / (image.top / 255)
    colours = _colours(image)
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


def _by_histogram(curve: Curve, levels: Array, image: Image) -> Array:
    # Rounded as if each curve were a pass of its own: what a common level becomes must not depend
    # on half a level.
    now = as_table(levels, image.depth)
    listed = np.arange(image.top + 1) / (image.top / 255)
    rows = []
    for channel, row in enumerate(now):
        counts = np.bincount(row, _counts(image.pixels, channel), minlength=image.top + 1)
        rows.append(curve.function(listed, counts.astype(np.int64))[row])
    return np.stack(rows)


def _counts(pixels: Array, channel: int) -> Array:
    """Tell how often each level occurs, by what is fastest for the depth."""
    if pixels.dtype == np.uint8:
        return cv2.calcHist([pixels], [channel], None, [256], [0, 256]).ravel()
    counts: Array = np.bincount(pixels[..., channel].ravel(), minlength=65536)
    return counts


def as_table(levels: Array, depth: int) -> Array:
    """Round to a table of 256 uint8 levels or 65536 uint16 ones, in the shape of ``levels``."""
    dtype = np.uint8 if depth == 8 else np.uint16
    scale = ((1 << depth) - 1) / 255
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a level.
    return np.floor((levels * scale).round(9) + ROUND).astype(dtype)


def _looked_up(pixels: Array, table: Array) -> Array:
    if len(table) > 1:
        rest = np.arange(table.shape[1], dtype=table.dtype)  # alpha
        rows = [*table, *[rest] * (pixels.shape[2] - len(table))]
        return cv2.LUT(pixels, np.stack(rows, axis=1)[np.newaxis])
    if table.dtype == np.uint16:
        return cv2.LUT(pixels, table)
    turned, kept = table[0, 0], table[0, 0] ^ table[0, 255]
    if np.array_equal(
        (np.arange(256, dtype=np.uint8) ^ turned) & kept, table[0]
    ):  # bits that are turned or lost
        made: Array = (pixels ^ turned if turned else pixels) & kept
        return made
    if pixels.size % 2 or pixels.size < _WORTH_PAIRS:
        return cv2.LUT(pixels, table)
    # Two at a time in a table of all pairs, the same in either order of bytes: half the look-ups.
    pairs = (table[0].astype(np.uint16)[:, np.newaxis] << 8) | table[0]
    flat = np.ascontiguousarray(pixels).reshape(-1, 2).view(np.uint16)
    return cv2.LUT(flat, pairs.reshape(1, -1)).view(np.uint8)
