"""Mixup: two pictures blended."""

from augcli.catalogue import Annotated, Array, Image, Partner, Pixels, Real, transform
from augcli.imaging.kernels.blend import match_size_and_mode, weighted_sum


@transform(group="mixing")
def mixup(
    *,
    share: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.1, 0.4),
            unit="shares",
            unseen=(0, 0.02),
            phrase="{} of the other",
        ),
    ],
    partner: Annotated[list[Image], Partner()],
) -> Pixels:
    """Blend in another picture of the dataset; the share is the weight of that picture.

    Helps large models that overfit, with labels mixed in the same shares.

    Harms if the two are of different classes and the trainer takes only one label
    (``--mix-across``), and pictures that people have to judge.

    Source: Zhang, Cissé, Dauphin and Lopez-Paz, mixup: beyond empirical risk minimization, ICLR
    2018.
    """

    def mixed(image: Image) -> Array:
        pictures = [image.pixels, match_size_and_mode(partner[0], image)]
        return weighted_sum(pictures, [1 - share, share])

    return Pixels(mixed, lambda _: (share,))
