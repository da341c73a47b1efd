"""The median of a pixel's surroundings."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Whole
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.convolve import apply_to_colours
from augcli.imaging.lazy import Array, cv2, np

_ROWS = 8  # rows of a 16-bit picture that are sorted at a time: all would take much memory


@transform(group="blur", place=5)
def median_blur(
    *, radius: Annotated[int, Whole(low=0, high=7, neutral=0, default=(0, 2), unit="pixels")]
) -> Pixels:
    """Take the median of a square around each pixel: specks go, edges stay.

    Helps against leaning on grain and specks; it looks like a strong noise filter in a camera.

    Harms where thin lines or fine texture tell the class.

    Note: each channel by itself; the square's side is twice the radius and a pixel. It is slow from
    a radius of 3 on, and very slow on 16 bits.
    """

    def blurred(image: "Image") -> "Array":

        return (
            apply_to_colours(image, lambda pixels: _median(pixels, radius))
            if radius
            else image.pixels
        )

    return Pixels(blurred)


def _median(pixels: "Array", radius: int) -> "Array":

    if pixels.itemsize == 2 and radius > 2:
        return _by_sorting(pixels, radius)
    return cv2.medianBlur(pixels, 2 * radius + 1)


def _by_sorting(pixels: "Array", radius: int) -> "Array":
    """Return what OpenCV calculates for 8 bits only."""

    side = 2 * radius + 1
    padded = np.pad(pixels, ((radius, radius), (radius, radius), (0, 0)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), (0, 1))
    median = np.empty_like(pixels)
    for top in range(0, len(pixels), _ROWS):
        rows = windows[top : top + _ROWS].reshape(-1, side * side)
        middle = np.partition(rows, side * side // 2)[:, side * side // 2]
        median[top : top + _ROWS] = middle.reshape(median[top : top + _ROWS].shape)
    return median
