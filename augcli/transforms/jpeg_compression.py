"""JPEG artefacts: blocks and rims."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Whole, transform
from augcli.imaging.kernels.lossy_codec import JPEG_LONGEST, jpeg, recompress


@transform(group="compression", full_scale=True)
def jpeg_compression(
    *,
    quality: Annotated[
        int, Whole(low=1, high=100, default=(30, 90), unit="quality", unseen=(97, 100))
    ],
) -> Pixels:
    """Compress as JPEG and read it again: low quality shows blocks.

    Helps where pictures come through the web, messengers or cheap cameras.

    Harms where the finest texture tells the class.

    Note: colours have half the resolution (4:2:0). In 16-bit pictures, JPEG changes the upper 8
    bits.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def read_again(image: Image) -> Array:
        return recompress(image, lambda pixels: jpeg(pixels, quality), JPEG_LONGEST)

    return Pixels(read_again)
