"""Mosaic: four pictures in one."""

import math
from itertools import product

from augcli.catalogue import (
    Annotated,
    Array,
    Drawn,
    Frame,
    Image,
    Partner,
    Pixels,
    Real,
    np,
    transform,
)
from augcli.imaging.kernels.blend import match_size_and_mode


@transform(group="mixing", after="cutmix")
def mosaic(
    *,
    spread: Annotated[
        float, Real(low=0, high=0.4, default=(0.2, 0.2), unit="fractions of the sides")
    ],
    x: Annotated[float, Drawn(low=-1)],
    y: Annotated[float, Drawn(low=-1)],
    partners: Annotated[list[Image], Partner(count=3)],
) -> Pixels:
    """Show this picture and three others of the dataset in four quarters, each cut to fit.

    Helps with objects that are small or partly seen, and shows a class four times at once.

    Harms where size tells the class, and across classes if the trainer takes only one label
    (``--mix-across``).

    Note: the quarters meet within the spread of the centre. This picture is at the top left.

    Source: Bochkovskiy, Wang and Liao, YOLOv4: optimal speed and accuracy of object detection,
    2020, section 3.3.
    """

    def meeting_point(frame: Frame) -> tuple[int, int]:
        return round(frame.width * (0.5 + spread * x)), round(frame.height * (0.5 + spread * y))

    def shares(frame: Frame) -> tuple[float, ...]:
        left, top = meeting_point(frame)
        right, bottom = frame.width - left, frame.height - top
        return tuple(n / math.prod(frame) for n in (right * top, left * bottom, right * bottom))

    def joined(image: Image) -> Array:
        width, height = image.frame
        left, top = meeting_point(image.frame)
        pixels = np.empty_like(image.pixels)
        quarters = product(((0, top), (top, height)), ((0, left), (left, width)))
        for one, ((y0, y1), (x0, x1)) in zip([image, *partners], quarters, strict=True):
            if x1 > x0 and y1 > y0:
                pixels[y0:y1, x0:x1] = match_size_and_mode(one, image, Frame(x1 - x0, y1 - y0))
        return pixels

    return Pixels(joined, shares)
