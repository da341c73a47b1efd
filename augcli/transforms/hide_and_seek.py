"""Random patches of a grid under one level."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, Whole, np, transform
from augcli.imaging.kernels.erase import cell_side, erase
from augcli.imaging.kernels.noise import uniform


@transform(group="erasing", after="grid_mask", full_scale=True)
def hide_and_seek(
    *,
    share: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.1, 0.4),
            unit="shares of the patches",
            unseen=(0, 0.005),
        ),
    ],
    cells: Annotated[
        int, Whole(low=1, high=100, default=(4, 8), unit="patches along the shorter side")
    ],
    level: Annotated[float, Real(low=0, high=255, default=(128, 128), unit="gray levels")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Hide random patches of a grid under gray: 0.3 hides 30 % of them on average.

    Helps a model to look at all of an object, not only its most typical part.

    Harms objects as small as a patch.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: Singh et al., Hide-and-Seek: a data augmentation technique for weakly-supervised
    localization and beyond, 2018.
    """

    def hidden(image: Image) -> Array:
        side = cell_side(image.frame, cells)
        columns, rows = (((np.arange(count) + 0.5) / side).astype(int) for count in image.frame)
        patches = uniform(seed, rows[-1] + 1, columns[-1] + 1) < share
        return erase(image, patches[:, columns][rows], level)

    return Pixels(hidden)
