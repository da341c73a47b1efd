"""The smears and blocks that WebP leaves."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Whole
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.lossy_codec import recompress
from augcli.imaging.lazy import Array

_LONGEST = 16_368  # pixels of a side that WebP can hold, in whole blocks
_METHOD = 2  # twice as fast as 4, the default; that is smaller, but looks the same


@transform(group="compression", place=2)
def webp_compression(
    *, quality: Annotated[int, Whole(low=1, high=100, default=(30, 90), unit="quality")]
) -> Pixels:
    """Compress as a WebP with loss and read it again: low quality smears.

    Helps where pictures come through the web.

    Harms where the finest texture tells the class.

    Note: 16-bit pictures get what WebP does to their upper 8 bits.
    """

    def read_again(image: "Image") -> "Array":

        return recompress(image, lambda pixels: _encoded(pixels, quality), _LONGEST)

    return Pixels(read_again)


def _encoded(pixels: "Array", quality: int) -> bytes:
    import io

    from PIL import Image as PillowImage

    stream = io.BytesIO()
    shown = pixels[..., 0] if pixels.shape[2] == 1 else pixels
    PillowImage.fromarray(shown).save(stream, "WEBP", quality=quality, method=_METHOD)
    return stream.getvalue()
