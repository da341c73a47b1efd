"""The blocks and rims that JPEG leaves."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Whole
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.lossy_codec import recompress
from augcli.imaging.lazy import Array, cv2

_LONGEST = 65_488  # pixels of a side that JPEG can hold, in whole blocks


@transform(group="compression", place=1)
def jpeg_compression(
    *, quality: Annotated[int, Whole(low=1, high=100, default=(30, 90), unit="quality")]
) -> Pixels:
    """Compress as a JPEG and read it again: low quality shows blocks.

    Helps where pictures come through the web, messengers or cheap cameras.

    Harms where the finest texture tells the class.

    Note: colours are kept at half the resolution (4:2:0), and 16-bit pictures get what JPEG does to
    their upper 8 bits.
    """

    def read_again(image: "Image") -> "Array":

        return recompress(image, lambda pixels: _encoded(pixels, quality), _LONGEST)

    return Pixels(read_again)


def _encoded(pixels: "Array", quality: int) -> bytes:
    # Not by the project's own codec: that is another one where simplejpeg is missing, and the
    # pixels would differ.

    shown = pixels if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()
