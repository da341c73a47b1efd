"""CutMix: a part of another picture, put in."""

import math
from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Drawn, Partner
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.blend import match_size_and_mode
from augcli.imaging.lazy import Array


@transform(group="mixing", place=2)
def cutmix(
    *,
    share: Annotated[float, Real(low=0, high=1, neutral=0, default=(0.1, 0.4), unit="shares")],
    x: Annotated[float, Drawn()],
    y: Annotated[float, Drawn()],
    partner: Annotated[list[Image], Partner()],
) -> Pixels:
    """Put a part of another picture of the dataset over this one; the share is its area.

    Helps large models that overfit, with labels mixed in the same shares.

    Harms where the two are of other classes and the trainer takes only one label
    (``--mix-across``), or where what tells the class is small and gets covered.

    Note: the part has the proportions of the picture and the place that it has in its own.

    Source: Yun, Han, Oh, Chun, Choe and Yoo, CutMix: regularization strategy to train strong
    classifiers with localizable features, ICCV 2019.
    """

    def cut(image: Image) -> "Array":

        if share == 0:
            return image.pixels
        width, height = (max(1, round(side * math.sqrt(share))) for side in image.frame)
        left, top = round(x * (image.frame.width - width)), round(y * (image.frame.height - height))
        pixels = image.pixels.copy()
        part = slice(top, top + height), slice(left, left + width)
        pixels[part] = match_size_and_mode(partner[0], image)[part]
        return pixels

    return Pixels(cut, (share,))
