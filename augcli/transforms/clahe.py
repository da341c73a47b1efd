"""Contrast-limited adaptive histogram equalization."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Whole, cv2, transform
from augcli.imaging.kernels.alpha import is_see_through
from augcli.imaging.kernels.clahe import equalize_cells
from augcli.imaging.kernels.hidden_cells import fill_hidden_cells


@transform(group="tone", after="equalize")
def clahe(
    *,
    limit: Annotated[float, Real(low=1, high=40, default=(1, 3), unit="limits of contrast")],
    cells: Annotated[int, Whole(low=1, high=32, default=(8, 8), unit="cells along each side")],
) -> Pixels:
    """Even out light and shade and bring out detail in both; a higher limit is stronger.

    Helps where light falls unevenly: radiographs, microscopy, indoor photos.

    Harms where large differences of brightness tell the class, and amplifies noise in flat areas.

    Note: the same as OpenCV's ``createCLAHE``, which clips the histogram of each cell at the limit
    times its mean. Colour pictures are equalized by their luma: its change is added to all three
    channels. Transparent pixels don't count.

    Source: Zuiderveld, Contrast limited adaptive histogram equalization, Graphics Gems IV, 1994.
    """

    def even(image: Image) -> Array:
        gray = image.is_gray
        luma = image.pixels[..., 0] if gray else cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
        if is_see_through(image):
            luma = fill_hidden_cells(luma, image.pixels[..., -1] > 0, cells)
        # int16 is faster than float32, but too small for changes of 16-bit levels.
        depth, signed = (cv2.CV_8U, cv2.CV_16S) if image.depth == 8 else (cv2.CV_16U, cv2.CV_32F)
        change = cv2.subtract(equalize_cells(luma, cells, limit), luma, dtype=signed)
        every = cv2.merge([change] * image.pixels.shape[2]).reshape(image.pixels.shape)
        return cv2.add(image.pixels, every, dtype=depth)

    return Pixels(even)
