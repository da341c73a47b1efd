"""Random crops, resized back to the frame."""

from typing import Annotated

from augcli.catalogue.effects import Homography
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Drawn
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame
from augcli.imaging.kernels.rectangle import rectangle_sides


@transform(group="geometry", place=11)
def crop(
    frame: Frame,
    *,
    area: Annotated[
        float,
        Real(low=0.01, high=1, neutral=1, default=(0.6, 1), unit="shares of the picture's area"),
    ],
    aspect: Annotated[
        float,
        Real(low=0.1, high=10, default=(0.75, 1.333), unit="multiples of the picture's aspect"),
    ],
    position: Annotated[list[float], Drawn(count=2)],
) -> Homography:
    """Cut out a part and enlarge it to the frame: 0.6 is a part with 60 % of the area.

    Helps nearly always with photos: things are near or far, and in part out of sight.

    Harms once what tells the class is small or at the rim, so that it gets cut off.

    Note: as torchvision's ``RandomResizedCrop``, but that the aspect is that of the part as a
    multiple of the picture's, and uniform in its range. Where a part of that area and aspect is
    longer than the picture, it takes the whole side and keeps the area. No fill shows.

    Source: Szegedy et al., Going deeper with convolutions, CVPR 2015.
    """
    across, down = rectangle_sides(area, aspect)
    # Between the middles of the outermost pixels: beyond them, they'd fade into a constant fill.
    x = (position[0] - 0.5) * (1 - across) * (frame.width - 1)
    y = (position[1] - 0.5) * (1 - down) * (frame.height - 1)
    return Homography.translation(x, y).joined(Homography.linear(across, 0, 0, down))
