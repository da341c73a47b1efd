"""Blur along a straight line."""

import math

from augcli.catalogue import (
    Annotated,
    Array,
    Extent,
    Image,
    Length,
    Pixels,
    Real,
    cv2,
    np,
    transform,
)
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.convolve import convolve

_LONGEST = 8  # pixels of a line filtered directly; longer lines are made of such lines
_REACH = 5  # pixels from the middle of the kernel to its edge

Step = tuple[int, int]


@transform(group="blur", after="box_blur")
def motion_blur(
    *,
    length: Annotated[Length, Extent(default=(0, 0.03))],
    angle: Annotated[float, Real(low=-180, high=180, default=(-90, 90), unit="degrees")],
) -> Pixels:
    """Blur along a line, as if the camera or the object moved; positive angles are clockwise.

    Helps with hand-held cameras, vehicles, and moving objects.

    Harms where fine detail tells the class.

    Note: the mean along a line of this length through each pixel. An angle of 0 is horizontal.
    """

    def blurred(image: Image) -> Array:
        reach = length.in_pixels(min(image.frame))
        return filter_visible(image, lambda pixels: _along_line(pixels, reach, math.radians(angle)))

    return Pixels(blurred)


def _along_line(pixels: Array, length: float, angle: float) -> Array:
    """Average along a short line, then double its length by averaging two, end to end."""
    doublings = max(0, math.ceil(math.log2(length / _LONGEST)))
    short = length / 2**doublings
    x, y = math.cos(angle), math.sin(angle)
    steps = [(round(short * 2**n * x), round(short * 2**n * y)) for n in range(doublings)]
    across, down = (sum(abs(step[axis]) for step in steps) for axis in (0, 1))
    # An odd number of steps has no middle pixel: the short line shifts by the missing half.
    kernel = _line(short * x, short * y, (-0.5 * (across % 2), -0.5 * (down % 2)))
    margins = down // 2, down - down // 2, across // 2, across - across // 2
    if doublings:
        pixels = cv2.copyMakeBorder(pixels, *margins, cv2.BORDER_REPLICATE)
    pixels = convolve(pixels, kernel)
    for step in steps:
        pixels = _mean_of_two(pixels, step)
    return pixels


def _line(x: float, y: float, middle: tuple[float, float]) -> Array:
    """Return the kernel of a line, each point of it split between the two nearest pixels."""
    if abs(y) > abs(x):
        return _line(y, x, middle[::-1]).T.copy()
    along = np.arange(-_REACH, _REACH + 1) - middle[0]
    covered = np.clip(abs(x) / 2 + 0.5 - np.abs(along), 0, 1)
    height = middle[1] + along * (y / x)
    shares = np.maximum(0, 1 - np.abs(height - np.arange(-_REACH, _REACH + 1)[:, np.newaxis]))
    kernel = shares * covered
    return np.asarray(kernel / kernel.sum())


def _mean_of_two(pixels: Array, step: Step) -> Array:
    """Return the mean of a picture and its shifted self, where the two overlap."""
    height, width = pixels.shape[:2]
    across, down = abs(step[0]), abs(step[1])
    upper, lower = pixels[: height - down], pixels[down:]
    if step[0] * step[1] < 0:
        upper, lower = lower, upper
    return cv2.addWeighted(upper[:, : width - across], 0.5, lower[:, across:], 0.5, 0)
