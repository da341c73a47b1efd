"""Contrast-limited adaptive histogram equalization."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real, Whole
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.clahe import equalize_cells
from augcli.imaging.lazy import Array, cv2


@transform(group="tone", place=11)
def clahe(
    *,
    limit: Annotated[float, Real(low=1, high=40, default=(1, 3), unit="limits of contrast")],
    cells: Annotated[int, Whole(low=1, high=32, default=(8, 8), unit="cells along each side")],
) -> Pixels:
    """Even out light and shade, bringing out detail in both; a higher limit is stronger.

    Helps where light falls unevenly: radiographs, microscopy, indoor photos.

    Harms where large differences of brightness tell the class, and brings up noise in flat areas.

    Note: as OpenCV's ``createCLAHE``, on the luma of pictures in colour: all three channels change
    by what it changes. A cell's histogram is cut off at that many times its mean.

    Source: Zuiderveld, Contrast limited adaptive histogram equalization, Graphics Gems IV, 1994.
    """

    def even(image: "Image") -> "Array":

        gray = image.is_gray
        luma = image.pixels[..., 0] if gray else cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
        # int16 is faster than floats; the changes of 16 bits don't fit it.
        depth, signed = (cv2.CV_8U, cv2.CV_16S) if image.depth == 8 else (cv2.CV_16U, cv2.CV_32F)
        change = cv2.subtract(equalize_cells(luma, cells, limit), luma, dtype=signed)
        every = cv2.merge([change] * image.pixels.shape[2]).reshape(image.pixels.shape)
        return cv2.add(image.pixels, every, dtype=depth)

    return Pixels(even)
