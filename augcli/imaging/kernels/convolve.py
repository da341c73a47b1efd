"""Convolve pixels with a kernel, at the full depth of a picture."""

from __future__ import annotations

from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, cv2, np

_MOST = 49  # weights: OpenCV transforms larger kernels by Fourier on some processors, which differs
_ROWS = 64  # of a picture at a time: as floats, whole large pictures would take too much memory


def convolve(pixels: Array, kernel: Array) -> Array:
    """Return pixels, uint8, uint16 or float64, convolved with a kernel whose weights sum to 1.

    The kernel, float64 of odd sides, is not mirrored (a correlation); no weight is negative, and
    there are at most 121. The outermost pixels are repeated. Levels are rounded, floats are not.

    Single precision is several times as fast as double, but rounds differently from processor to
    processor. So bytes are multiplied by weights of 16 bits, whose sums it holds exactly: first by
    the upper bits of the weights, then by those that follow.
    """
    kernel = _trimmed(kernel)
    if pixels.dtype == np.float64:
        return _correlated(pixels, kernel)
    upper = np.rint(kernel * 2**16) / 2**16
    lower = np.rint((kernel - upper) * 2**26) / 2**26
    parts = [part.astype(np.float32) for part in (lower, upper) if part.any()]
    down = len(kernel) // 2
    wide = cv2.copyMakeBorder(pixels, down, down, 0, 0, cv2.BORDER_REPLICATE)
    made = np.empty_like(pixels)
    for top in range(0, len(pixels), _ROWS):
        strip = wide[top : top + _ROWS + 2 * down]
        levels = _in_bytes(strip, parts).reshape(len(strip), *pixels.shape[1:])
        made[top : top + _ROWS] = levels[down : len(strip) - down]
    return made


def _in_bytes(levels: Array, parts: list[Array]) -> Array:
    """Correlate the bytes of levels with each of the parts of a kernel, and add all up."""
    sums = []
    for byte in range(levels.itemsize):
        scale = np.float32(256**byte)
        singles = (levels >> 8 * byte & 255 if levels.itemsize > 1 else levels).astype(np.float32)
        sums += [_correlated(singles, part * scale) for part in parts]
    return rounded(_sum(sums), levels.dtype)


def _trimmed(kernel: Array) -> Array:
    """Return a kernel without outer rows and columns of zeros, its middle still in the middle."""
    down, across = (
        int(np.abs(np.flatnonzero(kernel.any(axis)) - side // 2).max())
        for axis, side in zip((1, 0), kernel.shape, strict=True)
    )
    row, column = (side // 2 for side in kernel.shape)
    return kernel[row - down : row + down + 1, column - across : column + across + 1]


def _correlated(levels: Array, kernel: Array) -> Array:
    """Correlate floats of single or double precision with a kernel of the same, in bands of it."""
    if kernel.size <= _MOST:
        return cv2.filter2D(levels, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    height, width = levels.shape[:2]
    rows, columns = kernel.shape
    down, across = rows // 2, columns // 2
    wide = cv2.copyMakeBorder(levels, down, down, across, across, cv2.BORDER_REPLICATE)
    step = _MOST // columns
    parts = []
    for top in range(0, rows, step):
        band = kernel[top : top + step]
        part = cv2.filter2D(wide[top : top + height + len(band) - 1], -1, band, anchor=(0, 0))
        parts.append(part[:height, :width])
    return _sum(parts)


def _sum(parts: list[Array]) -> Array:
    total, *others = parts
    for part in others:
        total = cv2.add(total, part)
    return total
