"""WebP artefacts: smears and blocks."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Whole, transform
from augcli.imaging.kernels.lossy_codec import WEBP_LONGEST, recompress, webp


@transform(group="compression", after="jpeg_compression", full_scale=True)
def webp_compression(
    *,
    quality: Annotated[
        int, Whole(low=1, high=100, default=(30, 90), unit="quality", unseen=(97, 100))
    ],
) -> Pixels:
    """Compress as lossy WebP and read it again: low quality smears.

    Helps where pictures come through the web.

    Harms where the finest texture tells the class.

    Note: in 16-bit pictures, WebP changes the upper 8 bits.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def read_again(image: Image) -> Array:
        return recompress(image, lambda pixels: webp(pixels, quality), WEBP_LONGEST)

    return Pixels(read_again)
