"""Filter what can be seen: the colours of transparent pixels must not show up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    ``smooth`` takes pixels, (height, width, channels), uint8, uint16 or float64, and returns means
    of each pixel's surroundings in that dtype, floats unrounded.

    Colours are multiplied by alpha, smoothed, and divided by smoothed alpha. Source: Knutsson and
    Westin, Normalized and differential convolution, CVPR 1993.
    """
    if not is_see_through(image):
        return apply_to_colours(image, smooth)
    own = _premultiplied(image.pixels)
    return _divided(smooth(own), own, image.pixels.dtype)


def filter_differences(image: Image, kernel: Array) -> Array:
    """Return pixels filtered by a kernel of small whole numbers that sum to 0: float32.

    The difference of a neighbour from the pixel counts by the neighbour's opacity. The outermost
    pixels are repeated. Alpha is undefined.
    """
    if not is_see_through(image):
        return _correlated(image.pixels.astype(np.float32), kernel)
    sums = _correlated(_premultiplied(image.pixels), kernel)
    own = cv2.multiply(image.pixels, _spread(sums[..., -1], sums.shape[2]), dtype=cv2.CV_64F)
    return cv2.addWeighted(sums, 1 / image.top, own, -1 / image.top, 0).astype(np.float32)


def apply_to_colours(image: Image, function: Callable[[Array], Array]) -> Array:
    """Return the pixels with a function of one or three channels applied; alpha is undefined.

    The function gets transparent pixels with the colours of visible ones nearby.
    """
    if not image.has_alpha:
        return function(image.pixels)
    pixels = _with_hidden_filled(image.pixels)
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
    sums = np.zeros(pictures[0].shape)
    for picture, weight in zip(pictures, weights, strict=True):
        sums += _premultiplied(picture) * weight
    return _divided(sums, _premultiplied(pictures[0]), pictures[0].dtype)


def _is_opaque(pixels: Array) -> bool:
    return bool(pixels[..., -1].min() == np.iinfo(pixels.dtype).max)


def _premultiplied(pixels: Array) -> Array:
    """Return float64 pixels with colours multiplied by alpha, which stays as it is."""
    factors = _spread(pixels[..., -1], pixels.shape[2])
    factors[..., -1] = 1
    return cv2.multiply(pixels, factors, dtype=cv2.CV_64F)


def _divided(sums: Array, own: Array, dtype: Any) -> Array:
    """Return premultiplied sums as levels, black where there is nothing to be seen.

    ``own`` are the premultiplied pixels themselves, which remain where the sums are 0.
    """
    singles = cv2.scaleAdd(own, _LITTLE, sums).astype(np.float32)
    alpha = np.maximum(singles[..., -1], np.finfo(np.float32).tiny)
    return rounded(singles / _spread(alpha, singles.shape[2]), dtype)


def _with_hidden_filled(pixels: Array) -> Array:
    """Return pixels, transparent ones with the mean colour of the smallest block that has any.

    The blocks are those of a pyramid, and pixels count by their opacity. Source: the push-pull of
    Gortler et al., The lumigraph, SIGGRAPH 1996.
    """
    visible = pixels[..., -1] > 0
    if visible.all():
        return pixels
    height, width = visible.shape
    around = rounded(_filled(halve(_premultiplied(pixels), across=True, down=True)), pixels.dtype)
    around = cv2.resize(around, (width, height), interpolation=cv2.INTER_NEAREST)
    return cv2.copyTo(pixels, visible.astype(np.uint8), around)


def _filled(sums: Array) -> Array:
    """Return the colours of premultiplied sums, those of larger blocks where there is no alpha."""
    alpha = sums[..., -1:]
    height, width = sums.shape[:2]
    if alpha.all() or height == width == 1:
        return sums / np.maximum(alpha, np.finfo(np.float64).tiny)
    larger = _filled(halve(sums, across=True, down=True))
    around = cv2.resize(larger, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.divide(sums, alpha, out=around, where=alpha > 0)


def _correlated(levels: Array, kernel: Array) -> Array:
    sums = cv2.filter2D(levels, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    return sums.reshape(levels.shape)


def _spread(plane: Array, channels: int) -> Array:
    """Return a plane, (height, width), as every one of some channels."""
    return cv2.merge([np.ascontiguousarray(plane)] * channels)
