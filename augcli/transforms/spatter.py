"""Drops on the lens."""

from augcli.catalogue import (
    Annotated,
    Array,
    Frame,
    Image,
    Pixels,
    Real,
    Seed,
    Switch,
    cv2,
    np,
    transform,
)
from augcli.imaging.kernels.alpha import apply_to_colours
from augcli.imaging.kernels.noise import random_words
from augcli.imaging.kernels.overlay import BLACK, WHITE, overlay, reduced_frame
from augcli.imaging.kernels.portable import exp
from augcli.imaging.kernels.sample import Edge, sample

POINTS = 240  # along the shorter side of the grid for drops
DROPS = ((20, 0.026), (90, 0.013), (240, 0.006))  # number and width, in shorter sides
EDGE = 0.5  # the lowest height with liquid
MUD = (0.33, 0.23, 0.13)
STEPS = 64  # in a pixel, of the way that light is bent


@transform(group="weather", after="fog", full_scale=True)
def spatter(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0.1, 0.6), unit="amounts", unseen=(0, 0.02))
    ],
    mud: Annotated[bool, Switch(help="Spatter with mud instead of clear water.")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Spatter the lens with drops of water, or of mud with ``--spatter-mud``.

    Helps with outdoor cameras on vehicles and machines, whose lenses get dirty.

    Harms where objects are small enough to vanish behind a drop.

    Note: water bends the picture like small lenses; mud hides it. Drops that touch merge.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

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
    outlines = [_outline(max(0.6, size * side)) for _, size in DROPS]
    margin = len(outlines[0]) // 2
    heights = np.zeros((height + 2 * margin, width + 2 * margin), np.float32)
    for number, ((count, _), outline) in enumerate(zip(DROPS, outlines, strict=True)):
        reach = len(outline) // 2
        drops = max(1, round(count * amount * width * height / side**2))
        x, y, tall = random_words(seed + number, drops, 3).astype(np.int64).T
        left, top = (x * width >> 16) + margin - reach, (y * height >> 16) + margin - reach
        tall_ones = np.float32(0.4) + np.float32(1.2) * (tall * np.float32(2.0**-16)) ** 2
        # Drop by drop: a blur of dots is another one on each processor.
        for column, row, most in zip(left, top, tall_ones, strict=True):
            heights[row : row + 2 * reach + 1, column : column + 2 * reach + 1] += most * outline
    return heights[margin : margin + height, margin : margin + width]


def _outline(sigma: float) -> Array:
    """Return the height of a drop that is 1 high, float32: a Gaussian."""
    profile = cv2.getGaussianKernel(2 * round(4 * sigma) + 1, sigma)
    return np.asarray(profile * profile.T * (2 * np.pi * sigma**2), np.float32)


def _slopes(heights: Array) -> tuple[Array, Array, Array]:
    """Return the cover of liquid, 0 to 1, and its slopes right and down, about -1 to 1."""
    steep = DROPS[1][1] * min(heights.shape)
    liquid = np.clip((heights - EDGE) * 6, 0, 1)
    right, down = (
        cv2.Sobel(heights, cv2.CV_64F, *order).reshape(heights.shape) * (steep / 8) * liquid
        for order in ((1, 0), (0, 1))
    )
    return liquid, right.astype(np.float32), down.astype(np.float32)


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
        _enlarged(slope * np.float32(reach), image.frame) + start
        for slope, start in zip((right, down), here, strict=True)
    )
    reflected = Edge(cv2.BORDER_REFLECT, [0.0] * 4)
    bent = apply_to_colours(
        image, lambda colours: sample(colours, x, y, cv2.INTER_LINEAR, reflected)
    )
    bent = bent.reshape(image.pixels.shape)
    shade = 0.4 * right + 0.7 * down  # dark at the top: the view is upside down
    shaded = image.with_pixels(overlay(image.with_pixels(bent), 0.4 * shade, BLACK))
    glint = exp(-((right - 0.4) ** 2 + (down - 0.4) ** 2) / 0.02)
    return overlay(shaded, np.maximum(-0.35 * shade, 0.8 * glint * liquid), WHITE)


def _enlarged(lengths: Array, frame: Frame) -> Array:
    """Return lengths in pixels, float32, on more points: in whole steps, so that it is exact."""
    steps = np.rint(lengths * STEPS + 2**15).clip(0, 2**16 - 1).astype(np.uint16)
    wide = cv2.resize(steps, frame, interpolation=cv2.INTER_LINEAR_EXACT)
    wide = wide.reshape(frame.height, frame.width)
    return (np.asarray(wide, np.float32) - 2**15) / np.float32(STEPS)
