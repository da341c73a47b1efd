"""Blur away from the centre."""

import math
from collections.abc import Callable

from augcli.catalogue import Annotated, Array, Pixels, Real, cv2, np, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.kernels.scaling import interpolate

_MOST = 10  # doublings: large pictures take at most a second or two
_VECTOR = 32  # pixels


@transform(group="blur", after="median_blur")
def zoom_blur(
    *,
    strength: Annotated[
        float,
        Real(
            low=0,
            high=0.5,
            neutral=0,
            default=(0, 0.06),
            unit="shares of the size",
            unseen=(0, 0.003),
        ),
    ],
) -> Pixels:
    """Blur away from the centre, as if the camera moved forward or zoomed in.

    Helps with pictures of sports, and from vehicles and drones.

    Harms where fine detail near the edges tells the class.

    Note: the mean of enlargements from 1 to 1 + strength, in equal ratios.
    """

    return Pixels(lambda image: filter_visible(image, lambda pixels: _zoomed(pixels, strength)))


def _zoomed(pixels: Array, strength: float) -> Array:
    if pixels.dtype == np.uint8:
        if pixels.shape[2] == 1:
            return _averaged(pixels, strength, _enlarged_bytes)
        # OpenCV warps four channels faster than three.
        four = _averaged(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), strength, _enlarged_bytes)
        return cv2.cvtColor(four, cv2.COLOR_RGBA2RGB)
    if pixels.dtype == np.float64:
        return _averaged(pixels, strength, _enlarged)
    # One by one, as a large picture has no room in memory for all channels as floats.
    planes = [_zoomed(plane.astype(np.float64), strength) for plane in cv2.split(pixels)]
    return cv2.merge([rounded(plane, pixels.dtype) for plane in planes])


def _averaged(pixels: Array, strength: float, enlarge: Callable[[Array, float], Array]) -> Array:
    """Average a picture with its enlargement, then the result with its own, and so on."""
    # At the far edges, enlargements are about a pixel apart.
    furthest = strength * max(pixels.shape[:2]) / 2
    doublings = min(_MOST, math.ceil(math.log2(max(2.0, furthest))))
    ratio = (1 + strength) ** (1 / (2**doublings - 1))
    for n in range(doublings):
        larger = enlarge(pixels, ratio ** -(2**n))
        pixels = cv2.addWeighted(pixels.reshape(larger.shape), 0.5, larger, 0.5, 0)
    return pixels


def _enlarged_bytes(pixels: Array, scale: float) -> Array:
    height, width = pixels.shape[:2]
    x, y = (1 - scale) * (width - 1) / 2, (1 - scale) * (height - 1) / 2
    # OpenCV rounds the points of columns that fill no vector otherwise, and vectors are longer on
    # some processors. So there are whole vectors, of the longest kind.
    larger = cv2.warpAffine(
        pixels,
        np.array([[scale, 0, x], [0, scale, y]]),
        (width + -width % _VECTOR, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.ascontiguousarray(larger[:, :width])


def _enlarged(pixels: Array, scale: float) -> Array:
    """Return float64 pixels of which the middle, a part of ``scale``, fills the frame."""
    for axis in (1, 0):
        places = np.arange(pixels.shape[axis], dtype=np.float64)
        middle = (len(places) - 1) / 2
        pixels = interpolate(pixels, (places - middle) * scale + middle, axis)
    return pixels
