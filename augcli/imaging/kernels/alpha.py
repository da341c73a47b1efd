"""Filter what can be seen: the colours of transparent pixels must not show up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from augcli.imaging.image import Image
from augcli.imaging.kernels.blend import weighted_sum
from augcli.imaging.kernels.pyramid import halve
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, cv2, np

_LITTLE = 2.0**-30  # the weight of a pixel in its own surroundings, if a filter gives it none


def is_see_through(image: Image) -> bool:
    """Return whether a pixel of a picture is less than opaque."""
    return image.has_alpha and not _is_opaque(image.pixels)


def filter_visible(image: Image, smooth: Callable[[Array], Array]) -> Array:
    """Return the pixels of a picture smoothed, each counted by its opacity; alpha is undefined.

    ``smooth`` returns means of each pixel's surroundings, in the dtype it gets: uint8 or uint16 of
    shape (height, width, channels), or float64 of shape (height, width), which stays unrounded.

    Colours are multiplied by alpha, smoothed, and divided by smoothed alpha. Source: Knutsson and
    Westin, Normalized and differential convolution, CVPR 1993.
    """
    if not is_see_through(image):
        return apply_to_colours(image, smooth)
    means = (
        cv2.scaleAdd(plane, _LITTLE, smooth(plane).reshape(plane.shape))
        for plane in _premultiplied(image.pixels)
    )
    return _divided(means, image.pixels.dtype)


def filter_differences(image: Image, kernel: Array) -> Array:
    """Return pixels filtered by a kernel of small whole numbers that sum to 0: float32.

    The difference of a neighbour from the pixel counts by the neighbour's opacity. The outermost
    pixels are repeated. Alpha is undefined.
    """
    if not is_see_through(image):
        sums = _correlated(image.pixels.astype(np.float32), kernel)
        return sums.reshape(image.pixels.shape)
    alpha, *colours = (_correlated(plane, kernel) for plane in _premultiplied(image.pixels))
    differences: list[Array] = [
        ((sums - image.pixels[..., channel] * alpha) / image.top).astype(np.float32)
        for channel, sums in enumerate(colours)
    ]
    return cv2.merge([*differences, differences[0]])


def apply_to_colours(image: Image, function: Callable[[Array], Array]) -> Array:
    """Return the pixels with a function of one or three channels applied; alpha is undefined.

    The function gets transparent pixels with the colours of visible ones nearby.
    """
    if not image.has_alpha:
        return function(image.pixels)
    pixels = with_hidden_filled(image.pixels)
    if image.is_gray:
        gray = np.ascontiguousarray(pixels[..., :1])
        return np.repeat(function(gray).reshape(gray.shape), 2, axis=2)
    # NumPy takes several times as long to split and join channels.
    return cv2.cvtColor(function(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)), cv2.COLOR_RGB2RGBA)


def blend_visible(pictures: Sequence[Array], weights: Sequence[float]) -> Array:
    """Return the weighted sum of pictures with alpha, each pixel counted by its opacity too.

    They have one shape and dtype, uint8 or uint16. Alpha is undefined.
    """
    if all(map(_is_opaque, pictures)):
        return weighted_sum(list(pictures), list(weights))
    first, *others = weights

    def blended(planes: Sequence[Array]) -> Array:
        total: Array = planes[0] * (first + _LITTLE)
        for plane, weight in zip(planes[1:], others, strict=True):
            total = cv2.scaleAdd(plane, weight, total)
        return total

    planes = zip(*map(_premultiplied, pictures), strict=True)
    return _divided(map(blended, planes), pictures[0].dtype)


def with_hidden_filled(pixels: Array) -> Array:
    """Return pixels, transparent ones with the mean colour of the smallest block that has any.

    The pixels are uint8 or uint16, of shape (height, width, channels), the last of which is alpha.
    The blocks are those of a pyramid, and pixels count by their opacity. Source: the push-pull of
    Gortler et al., The lumigraph, SIGGRAPH 1996.
    """
    visible = pixels[..., -1] > 0
    if visible.all():
        return pixels
    height, width = visible.shape
    halves = [_half(plane[..., np.newaxis]) for plane in _premultiplied(pixels)]
    around = rounded(_filled(np.dstack([*halves[1:], halves[0]])), pixels.dtype)
    around = cv2.resize(around, (width, height), interpolation=cv2.INTER_NEAREST)
    around[..., -1] = 0
    return cv2.copyTo(pixels, visible.astype(np.uint8), around)


def _is_opaque(pixels: Array) -> bool:
    return bool(pixels[..., -1].min() == np.iinfo(pixels.dtype).max)


def _premultiplied(pixels: Array) -> Iterator[Array]:
    """Yield alpha, then each colour times alpha: float64 of shape (height, width).

    One by one, as a large picture has no room in memory for all of them.
    """
    alpha = cv2.extractChannel(pixels, pixels.shape[2] - 1)
    yield alpha.astype(np.float64)
    for channel in range(pixels.shape[2] - 1):
        yield cv2.multiply(cv2.extractChannel(pixels, channel), alpha, dtype=cv2.CV_64F)


def _divided(sums: Iterator[Array], dtype: Any) -> Array:
    """Return levels of the sums of alpha and of premultiplied colours; black where alpha is 0."""
    alpha = np.maximum(next(sums).astype(np.float32), np.finfo(np.float32).tiny)
    colours = [rounded(plane.astype(np.float32) / alpha, dtype) for plane in sums]
    return cv2.merge([*colours, colours[0]])


def _filled(sums: Array) -> Array:
    """Return the colours of premultiplied sums, those of larger blocks where there is no alpha."""
    alpha = sums[..., -1:]
    height, width = sums.shape[:2]
    if alpha.all() or height == width == 1:
        return sums / np.maximum(alpha, np.finfo(np.float64).tiny)
    larger = _filled(_half(sums))
    around = cv2.resize(larger, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.divide(sums, alpha, out=around, where=alpha > 0)


def _half(sums: Array) -> Array:
    return halve(sums, across=True, down=True)


def _correlated(levels: Array, kernel: Array) -> Array:
    return cv2.filter2D(levels, -1, kernel, borderType=cv2.BORDER_REPLICATE)
