"""Resample a picture by a matrix or a displacement field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.borders import NO_BORDER, Border, border_for
from augcli.imaging.kernels.local_scale import shrinks_somewhere, spans
from augcli.imaging.kernels.matrix import Bend, Matrix, Points, project
from augcli.imaging.kernels.pixel_map import PixelMap
from augcli.imaging.kernels.prepared import Prepared, prepare, with_channels
from augcli.imaging.kernels.sample import LONGEST_SIDE, sample
from augcli.imaging.kernels.sample_averaged import Averaging, sample_averaged
from augcli.imaging.kernels.vectors import warped_width
from augcli.imaging.lazy import Array, cv2, np
from augcli.imaging.resampling import Resampling

_FLIP = {(-1.0, 1.0): 1, (1.0, -1.0): 0, (-1.0, -1.0): -1}  # signs of x and y: OpenCV's code
_RIM = Border(1, 1, 1, 1)
_STRIP = 1 << 15  # pixels: all that is calculated for them stays in the processor's cache


def warp(image: Image, matrix: Matrix, frame: Frame, how: Resampling) -> Array:
    """Return the pixels of ``image`` as ``matrix`` maps them into ``frame``.

    ``matrix`` takes output to source coordinates, both in pixels from the centre of their frame.
    The result has shape (frame.height, frame.width, channels) and the dtype of the picture.
    """
    whole = _whole_pixels(image.pixels, matrix, frame)
    if whole is not None:
        return with_channels(whole, image.pixels.shape[2])
    to_source = PixelMap.from_centres(matrix, image.frame, frame)
    if to_source.moves_whole_pixels:
        how = replace(how, interpolation="nearest")
    source = prepare(image, how)
    pixels = source.pyramid.pixels
    if source.averages and to_source.is_affine:
        pixels, means = source.pyramid.averaged(spans(matrix))
        to_source = to_source.shrunk(*means)
    elif source.averages and shrinks_somewhere(to_source, frame):
        return bend(image, (matrix,), frame, how)
    grows = min(frame) > min(image.frame) and not _keeps_areas(matrix)
    if source.edge.mode == cv2.BORDER_CONSTANT and grows:
        # OpenCV blends the outer half of the outermost pixels into the fill. Where a picture is
        # enlarged that would be seen, so they are repeated once. A frame that grows around a
        # rotation enlarges nothing.
        pixels = _RIM.around(pixels, cv2.BORDER_REPLICATE)
        to_source = to_source.shifted(1, 1)
    if _is_for_opencv(pixels, to_source, frame):
        wider = Frame(warped_width(frame.width), frame.height)
        warped = _by_opencv(source, pixels, to_source, wider)[:, : frame.width]
        return source.restored(np.ascontiguousarray(warped))
    return _by_points(source, pixels, to_source, frame)


def _keeps_areas(matrix: Matrix) -> bool:
    (a, b, _), (c, d, _), _ = matrix
    return abs(abs(a * d - b * c) - 1) < 1e-9  # rounding errors of the cosines


def bend(image: Image, maps: tuple[Matrix | Bend, ...], frame: Frame, how: Resampling) -> Array:
    """Return the pixels of ``image`` moved by ``maps``; the last is nearest to the output.

    Each takes points of its output to points of its input, in pixels from the centre of the frame.
    The result has shape (frame.height, frame.width, channels) and the dtype of the picture.
    """
    source = prepare(image, how)
    x, y = _points(maps, frame)
    x = x + ((image.frame.width - 1) / 2 + source.tie)
    y = y + ((image.frame.height - 1) / 2 + source.tie)
    x, y = (np.broadcast_to(one, (frame.height, frame.width)) for one in (x, y))
    averaging = Averaging.at(x, y, source)
    is_averaged = averaging.numbers.any()
    if is_averaged:
        source = source.sampled_alike()

    def levels(rows: slice) -> Array:
        at, numbers = (x[rows], y[rows]), averaging.rows(rows, frame.width)
        return source.restored(sample_averaged(source, *at, numbers))

    if source.pyramid.pixels.dtype != np.float32 and not is_averaged:
        return levels(slice(0, frame.height))
    return _in_strips(levels, frame, source)


def _points(maps: tuple[Matrix | Bend, ...], frame: Frame) -> Points:
    """Return the points that the pixels of a frame show, from the centre of the source."""
    x = np.arange(frame.width, dtype=np.float32)[np.newaxis] - (frame.width - 1) / 2
    y = np.arange(frame.height, dtype=np.float32)[:, np.newaxis] - (frame.height - 1) / 2
    for one in reversed(maps):
        x, y = project(one, x, y) if isinstance(one, tuple) else one(x, y)
    return x, y


def _whole_pixels(pixels: Array, matrix: Matrix, frame: Frame) -> Array | None:
    """Return a picture unmoved, mirrored or turned by quarters; None if pixels must be resampled.

    The pixels are those that resampling would give.
    """
    (a, b, c), (d, e, f), last = matrix
    if (c, f, last) != (0.0, 0.0, (0.0, 0.0, 1.0)):
        return None
    if (b, d) == (0.0, 0.0):
        signs, turned = (a, e), pixels
    elif (a, e) == (0.0, 0.0):
        signs, turned = (d, b), cv2.transpose(pixels)
    else:
        return None
    if frame != turned.shape[1::-1] or (signs != (1.0, 1.0) and signs not in _FLIP):
        return None
    return turned if signs == (1.0, 1.0) else cv2.flip(turned, _FLIP[signs])


def _is_for_opencv(pixels: Array, to_source: PixelMap, frame: Frame) -> bool:
    """Whether OpenCV takes a picture of this size, and rounds its points as it should."""
    if max(*pixels.shape[:2], *frame) > LONGEST_SIDE:
        return False
    return pixels.dtype == np.uint8 or (pixels.dtype == np.uint16 and to_source.is_affine)


def _by_opencv(source: Prepared, pixels: Array, to_source: PixelMap, frame: Frame) -> Array:
    """Resample in one call, which is the fastest."""
    mode, border = source.edge.mode, NO_BORDER
    if mode != cv2.BORDER_CONSTANT:
        height, width = pixels.shape[:2]
        border = border_for(Frame(width, height), to_source, frame)
    rows = np.array(to_source.shifted(border.left + source.tie, border.top + source.tie).matrix)
    affine = to_source.is_affine
    return (cv2.warpAffine if affine else cv2.warpPerspective)(
        border.around(pixels, mode),
        rows[:2] if affine else rows,
        frame,
        flags=source.flag | cv2.WARP_INVERSE_MAP,
        borderMode=mode,
        borderValue=source.edge.fill,
    )


def _by_points(source: Prepared, pixels: Array, to_source: PixelMap, frame: Frame) -> Array:
    """Resample at points that are calculated here: OpenCV's differ between processors."""
    matrix = to_source.shifted(source.tie, source.tie).matrix
    x = np.arange(frame.width, dtype=np.float64)[np.newaxis]

    def levels(rows: slice) -> Array:
        y = np.arange(rows.start, rows.stop, dtype=np.float64)[:, np.newaxis]
        across, down = np.broadcast_arrays(*project(matrix, x, y))
        return source.restored(sample(pixels, across, down, source.flag, source.edge))

    return _in_strips(levels, frame, source)


def _in_strips(levels: Callable[[slice], Array], frame: Frame, source: Prepared) -> Array:
    """Return the levels of a frame from a function that gives those of some of its rows."""
    pixels = np.empty((frame.height, frame.width, source.channels), source.dtype)
    count = max(1, _STRIP // frame.width)
    for start in range(0, frame.height, count):
        rows = slice(start, min(start + count, frame.height))
        pixels[rows] = levels(rows)
    return pixels
