"""Apply tones to a picture: by a look-up table, or by a line where that is faster."""

from __future__ import annotations

from augcli.imaging.image import Image
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.linear_tone import Line, all_levels, apply_lines, find_line
from augcli.imaging.kernels.mean_luma import mean_luma
from augcli.imaging.lazy import Array, cv2, np

_LARGE = 100_000  # levels in a picture from which on it pays to look for a line or to table pairs


def apply_tone(image: Image, curves: tuple[Curve, ...]) -> Array:
    """Return the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    levels = apply_curves(curves, image)
    table = to_table(levels, image.depth)
    lines = _lines(image, levels, table)
    pixels = apply_lines(image.pixels, lines) if lines else _by_table(image.pixels, table)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def _lines(image: Image, levels: Array, table: Array) -> list[Line]:
    """Return a line for all channels or one for each, or none if the table is the faster way."""
    channels = image.pixels.shape[2]
    if image.depth > 8 or image.pixels.size < _LARGE or len(table) not in (1, channels):
        return []
    found = [find_line(*row) for row in zip(levels, table, strict=True)]
    return [] if None in found else [line for line in found if line]


def apply_curves(curves: tuple[Curve, ...], image: Image) -> Array:
    """Return the new level of each level of a picture: float64 in 0..255, unrounded.

    The shape is (1, levels) if all channels are treated alike, else (3, levels) for red, green and
    blue; there are 256 or 65,536 levels.
    """
    levels = all_levels(image.top)
    colours = 1 if image.is_gray else 3
    for curve in curves:
        match curve.scope:
            case "colour" if colours == 1:
                continue
            case "histogram":
                levels = np.repeat(levels, colours // len(levels), axis=0)
                changed = _by_histogram(curve, levels, image)
            case "mean":
                changed = curve.function(levels, mean_luma(image, levels))
            case _:
                changed = curve.function(levels)
        levels = np.minimum(np.maximum(changed, 0), 255)  # in half the time of clip
    return levels


def _by_histogram(curve: Curve, levels: Array, image: Image) -> Array:
    # Rounded as if each curve were a pass of its own: half a level must not change where a common
    # level goes.
    now = to_table(levels, image.depth)
    listed = all_levels(image.top)[0]
    rows = []
    seen = image.pixels[..., -1] > 0 if image.has_alpha else None
    if seen is not None and not seen.any():
        return levels
    for channel, row in enumerate(now):
        counts = np.bincount(row, _counts(image.pixels, channel, seen), minlength=image.top + 1)
        rows.append(curve.function(listed, counts.astype(np.int64))[row])
    return np.stack(rows)


def _counts(pixels: Array, channel: int, seen: Array | None) -> Array:
    """Count how often each level occurs in a channel, the fastest way for each depth.

    ``seen``, bool of shape (height, width), tells which pixels count; None is all.
    """
    if pixels.dtype == np.uint8:
        mask = None if seen is None else seen.astype(np.uint8)
        return cv2.calcHist([pixels], [channel], mask, [256], [0, 256]).ravel()
    levels = pixels[..., channel].ravel() if seen is None else pixels[seen, channel]
    counts: Array = np.bincount(levels, minlength=65536)
    return counts


def to_table(levels: Array, depth: int) -> Array:
    """Round levels of 0..255 to a table of uint8 or uint16, by ``depth``, in the same shape.

    Levels are rounded to the nearest, halves up: floor(x + 0.5).
    """
    dtype = np.uint8 if depth == 8 else np.uint16
    scale = ((1 << depth) - 1) / 255
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a half.
    return np.floor(levels * scale + (0.5 + 1e-9)).astype(dtype)


def _by_table(pixels: Array, table: Array) -> Array:
    """Look pixels up in a table of one row for all channels, or of one for each colour."""
    if len(table) > 1:
        unchanged = np.arange(table.shape[1], dtype=table.dtype)  # alpha
        rows = [*table, *[unchanged] * (pixels.shape[2] - len(table))]
        return cv2.LUT(pixels, np.stack(rows, axis=1)[np.newaxis])
    if table.dtype == np.uint8 and pixels.size % 2 == 0 and pixels.size >= _LARGE:
        return _by_pairs(pixels, table[0])
    return cv2.LUT(pixels, table).reshape(pixels.shape)


def _by_pairs(pixels: Array, table: Array) -> Array:
    """Look up two bytes at a time in a table of all 65,536 pairs: half the look-ups.

    The table is the same in either order of bytes, so it works on every machine.
    """
    pairs = (table.astype(np.uint16)[:, np.newaxis] << 8) | table
    flat = np.ascontiguousarray(pixels).reshape(-1, 2).view(np.uint16)
    return cv2.LUT(flat, pairs.reshape(1, -1)).view(np.uint8).reshape(pixels.shape)
