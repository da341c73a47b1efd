"""CutMix: a part of another picture pasted in."""

import math

from augcli.catalogue import Annotated, Array, Drawn, Frame, Image, Partner, Pixels, Real, transform
from augcli.imaging.kernels.blend import match_size_and_mode


@transform(group="mixing", after="mixup")
def cutmix(
    *,
    share: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.1, 0.4),
            unit="shares",
            unseen=(0, 0.01),
            phrase="{} of the area",
        ),
    ],
    x: Annotated[float, Drawn()],
    y: Annotated[float, Drawn()],
    partner: Annotated[list[Image], Partner()],
) -> Pixels:
    """Paste a part of another picture of the dataset over this one; the share is its area.

    Helps large models that overfit, with labels mixed in the same shares.

    Harms if the two are of different classes and the trainer takes only one label
    (``--mix-across``), or if the part covers a small object.

    Note: the part has the proportions of the picture, and the same place in both pictures. Its
    sides are rounded to whole pixels; the share in the label is that of the pixels pasted.

    Source: Yun, Han, Oh, Chun, Choe and Yoo, CutMix: regularization strategy to train strong
    classifiers with localizable features, ICCV 2019.
    """

    def part_of(frame: Frame) -> Frame:
        width, height = (max(1, round(side * math.sqrt(share))) for side in frame)
        return Frame(width, height)

    def shares(frame: Frame) -> tuple[float]:
        return (math.prod(part_of(frame)) / math.prod(frame),)

    def cut(image: Image) -> Array:
        width, height = part_of(image.frame)
        left, top = round(x * (image.frame.width - width)), round(y * (image.frame.height - height))
        pixels = image.pixels.copy()
        part = slice(top, top + height), slice(left, left + width)
        pixels[part] = match_size_and_mode(partner[0], image)[part]
        return pixels

    return Pixels(cut, shares)
