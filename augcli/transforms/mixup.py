"""Mixup: two pictures, one over the other."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Partner
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.blend import match_size_and_mode, weighted_sum
from augcli.imaging.lazy import Array


@transform(group="mixing", place=1)
def mixup(
    *,
    share: Annotated[float, Real(low=0, high=1, neutral=0, default=(0.1, 0.4), unit="shares")],
    partner: Annotated[list[Image], Partner()],
) -> Pixels:
    """Lay another picture of the dataset over this one; the share is how much of it shows.

    Helps large models that overfit, with labels mixed in the same shares.

    Harms where the two are of other classes and the trainer takes only one label
    (``--mix-across``), and pictures that people have to judge.

    Source: Zhang, Cissé, Dauphin and Lopez-Paz, mixup: beyond empirical risk minimization, ICLR
    2018.
    """

    def mixed(image: Image) -> "Array":

        if share == 0:
            return image.pixels
        return weighted_sum(
            [image.pixels, match_size_and_mode(partner[0], image)], [1 - share, share]
        )

    return Pixels(mixed, (share,))
