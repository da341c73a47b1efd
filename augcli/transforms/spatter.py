"""Drops on the lens."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, Switch, cv2, np, transform
from augcli.imaging.kernels.noise import random_words
from augcli.imaging.kernels.overlay import BLACK, WHITE, overlay, reduced_frame
from augcli.imaging.kernels.sample import Edge, sample

POINTS = 240  # along the shorter side of the grid for drops
DROPS = ((20, 0.026), (90, 0.013), (240, 0.006))  # number and width, in shorter sides
EDGE = 0.5  # the lowest height with liquid
MUD = (0.33, 0.23, 0.13)


@transform(group="weather", after="fog")
def spatter(
    *,
    amount: Annotated[float, Real(low=0, high=1, neutral=0, default=(0.1, 0.6), unit="amounts")],
    mud: Annotated[bool, Switch(help="Spatter with mud instead of clear water.")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Spatter the lens with drops of water, or of mud with ``--spatter-mud``.

    Helps with outdoor cameras on vehicles and machines, whose lenses get dirty.

    Harms where objects are small enough to vanish behind a drop.

    Note: water bends the picture like small lenses; mud hides it. Drops that touch merge.

    Source: after the spatter of Hendrycks and Dietterich, Benchmarking neural network robustness to
    common corruptions and perturbations, ICLR 2019, which thresholds noise.
    """

    def spattered(image: Image) -> Array:
        heights = _heights(image, amount, seed)
        return _muddy(image, heights) if mud else _wet(image, heights)

    return Pixels(spattered)


def _heights(image: Image, amount: float, seed: int) -> Array:
    """Return the height of the liquid: round drops of several sizes, added up where they meet."""
    width, height = reduced_frame(image.frame, POINTS)
    side = min(width, height)
    heights = np.zeros((height, width), np.float32)
    for number, (count, size) in enumerate(DROPS):
        sigma = max(0.6, size * side)
        drops = max(1, round(count * amount * width * height / side**2))
        x, y, tall = random_words(seed + number, drops, 3).astype(np.int64).T
        dots = np.zeros_like(heights)
        dots[y * height >> 16, x * width >> 16] = 0.4 + 1.2 * (tall * 2.0**-16) ** 2
        round_ones = cv2.GaussianBlur(dots, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
        heights += round_ones.reshape(heights.shape) * np.float32(2 * np.pi * sigma**2)
    return heights


def _slopes(heights: Array) -> tuple[Array, Array, Array]:
    """Return the cover of liquid, 0 to 1, and its slopes right and down, about -1 to 1."""
    steep = DROPS[1][1] * min(heights.shape)
    liquid = np.clip((heights - EDGE) * 6, 0, 1)
    right, down = (
        cv2.Sobel(heights, cv2.CV_32F, *order, scale=steep / 8).reshape(heights.shape) * liquid
        for order in ((1, 0), (0, 1))
    )
    return liquid, right, down


def _muddy(image: Image, heights: Array) -> Array:
    liquid, right, down = _slopes(heights)
    covered = image.with_pixels(overlay(image, liquid * np.float32(0.97), MUD))
    return overlay(covered, np.clip(-0.25 * (right + down), 0, 0.5), BLACK)


def _wet(image: Image, heights: Array) -> Array:
    liquid, right, down = _slopes(heights)
    reach = 1.4 * DROPS[1][1] * min(image.frame)  # beyond the focus, so the view is upside down
    here = (
        np.arange(image.frame.width, dtype=np.float32),
        np.arange(image.frame.height, dtype=np.float32)[:, np.newaxis],
    )
    x, y = (
        cv2.resize(slope * np.float32(reach), image.frame).reshape(image.pixels.shape[:2]) + start
        for slope, start in zip((right, down), here, strict=True)
    )
    reflected = Edge(cv2.BORDER_REFLECT, [0.0] * 4)
    bent = sample(image.pixels, x, y, cv2.INTER_LINEAR, reflected)
    shade = 0.4 * right + 0.7 * down  # dark at the top: the view is upside down
    shaded = image.with_pixels(overlay(image.with_pixels(bent), 0.4 * shade, BLACK))
    glint = np.exp(-((right - 0.4) ** 2 + (down - 0.4) ** 2) / 0.02)
    return overlay(shaded, np.maximum(-0.35 * shade, 0.8 * glint * liquid), WHITE)
