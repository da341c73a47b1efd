"""Random crops, enlarged to the frame."""

from augcli.catalogue import Annotated, Drawn, Frame, Homography, Real, transform
from augcli.imaging.kernels.rectangle import rectangle_sides


@transform(group="geometry", after="transpose")
def crop(
    frame: Frame,
    *,
    area: Annotated[
        float,
        Real(
            low=0.01,
            high=1,
            neutral=1,
            default=(0.6, 1),
            unit="shares of the picture's area",
            unseen=(0.98, 1),
            phrase="{} of the area",
        ),
    ],
    aspect: Annotated[
        float,
        Real(low=0.1, high=10, default=(0.75, 1.333), unit="multiples of the picture's aspect"),
    ],
    position: Annotated[list[float], Drawn(count=2)],
) -> Homography:
    """Crop a part of the picture and enlarge it to the frame: 0.6 keeps 60 % of the area.

    Helps with nearly all photos: objects are near or far, and partly out of sight.

    Harms if the object is small or near the edge, as it may get cut off.

    Note: like torchvision's ``RandomResizedCrop``, but the aspect is a multiple of the picture's
    and uniform in its range. A part that would be longer than the picture takes the whole side and
    keeps its area. No fill shows.

    Source: Szegedy et al., Going deeper with convolutions, CVPR 2015.
    """
    across, down = rectangle_sides(area, aspect)
    # From centre to centre of the outermost pixels: half a pixel further, a fill would show.
    x = (position[0] - 0.5) * (1 - across) * (frame.width - 1)
    y = (position[1] - 0.5) * (1 - down) * (frame.height - 1)
    return Homography.translation(x, y).joined(Homography.linear(across, 0, 0, down))
