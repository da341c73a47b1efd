"""The median of each pixel's surroundings."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Whole, cv2, np, transform
from augcli.imaging.kernels.alpha import apply_to_colours

_ROWS = 8  # rows of a 16-bit picture sorted at a time: all at once take too much memory


@transform(group="blur", after="defocus")
def median_blur(
    *, radius: Annotated[int, Whole(low=0, high=7, neutral=0, default=(0, 2), unit="pixels")]
) -> Pixels:
    """Take the median of a square around each pixel: specks go, edges stay.

    Helps a model not to rely on grain and specks. It looks like a camera's strong noise filter.

    Harms where thin lines or fine texture tell the class.

    Note: each channel on its own. The side of the square is 2 · radius + 1. It is slow from a
    radius of 3 up, and very slow on 16-bit pictures.
    """

    def blurred(image: Image) -> Array:
        return apply_to_colours(image, lambda pixels: _median(pixels, radius))

    return Pixels(blurred)


def _median(pixels: Array, radius: int) -> Array:
    if pixels.itemsize == 2 and radius > 2:
        return _by_sorting(pixels, radius)
    return cv2.medianBlur(pixels, 2 * radius + 1)


def _by_sorting(pixels: Array, radius: int) -> Array:
    """Return the median of 16-bit levels: OpenCV has this radius for 8 bits only."""
    side = 2 * radius + 1
    padded = np.pad(pixels, ((radius, radius), (radius, radius), (0, 0)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), (0, 1))
    median = np.empty_like(pixels)
    for top in range(0, len(pixels), _ROWS):
        rows = windows[top : top + _ROWS].reshape(-1, side * side)
        middle = np.partition(rows, side * side // 2)[:, side * side // 2]
        median[top : top + _ROWS] = middle.reshape(median[top : top + _ROWS].shape)
    return median
