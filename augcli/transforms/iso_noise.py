"""The noise of a camera at high ISO."""

from augcli.catalogue import WHITE, Annotated, Array, Image, Pixels, Real, Seed, cv2, np, transform
from augcli.imaging.kernels.noise import normal
from augcli.imaging.kernels.portable import dyadic

COLOURS = ((0.0, 1.402), (-0.344, -0.714), (1.772, 0.0))  # of Cb and Cr, ITU-R BT.601
_BITS = 16  # of noise and colours, so that float64 holds their product


@transform(group="noise", after="shot_noise", full_scale=True)
def iso_noise(
    *,
    deviation: Annotated[
        float,
        Real(
            low=0,
            high=64,
            neutral=0,
            default=(0, 12),
            unit="levels at mid-gray",
            unseen=(0, 0.9),
            mistaken_for=(WHITE,),
        ),
    ],
    chroma: Annotated[
        float,
        Real(
            low=0,
            high=2,
            default=(0.5, 0.5),
            unit="blotches of colour, as parts of it",
            phrase="{} of the noise",
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Add the noise of a camera at high ISO: fine grain that grows with light, and blotches.

    Helps with photos taken by phones, indoors or at night.

    Harms where faint texture or a tint tells the class.

    Note: the grain changes brightness only. At mid-gray half of it is constant, the other half
    grows with the root of the level. Colour errors are twice as coarse. Gray pictures get only the
    grain.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def noisy(image: Image) -> Array:
        added = _grain(image, deviation, seed)
        if image.is_gray:
            channels = image.pixels.shape[2]
            added = cv2.merge([added] * channels).reshape(image.pixels.shape)
        else:
            blotches = _blotches(image, deviation * chroma, seed + 1)
            added = cv2.add(cv2.merge([added] * 3), blotches, dst=blotches)
            if image.has_alpha:
                added = np.dstack([added, np.zeros_like(added[..., 0])])
        depth = cv2.CV_8U if image.depth == 8 else cv2.CV_16U
        return cv2.add(image.pixels, added, dtype=depth)

    return Pixels(noisy)


def _grain(image: Image, deviation: float, seed: int) -> Array:
    """Return the grain, which is added to all channels."""
    pixels = np.ascontiguousarray(image.pixels[..., :3])
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.shape[2] == 3 else pixels[..., 0]
    half = deviation / 2 * image.top / 255
    table = np.arange(image.top + 1, dtype=np.float32) * np.float32(2 / image.top)
    reach = cv2.LUT(gray, (np.sqrt(table) * np.float32(half) + np.float32(half))[np.newaxis])
    kind = cv2.CV_16S if image.depth == 8 else cv2.CV_32F
    return cv2.multiply(reach, normal(seed, *gray.shape), dtype=kind)


def _blotches(image: Image, deviation: float, seed: int) -> Array:
    """Return the colour errors of red, green and blue, twice as coarse as pixels."""
    width, height = image.frame
    coarse = normal(seed, height // 2 + 1, width // 2 + 1, 2)
    # Enlarging averages neighbours, which leaves 0.625 of the deviation in the mean.
    scale = deviation * image.top / 255 / 0.625
    colours = cv2.transform(dyadic(coarse, _BITS), dyadic(np.array(COLOURS) * scale, _BITS))
    # A blur of doubled pixels is the same as interpolation, and exact for whole levels. ``resize``
    # differs with Intel's IPP and on ARM.
    levels = np.rint(colours).astype(np.float32)
    doubled = cv2.resize(levels, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    kind = cv2.CV_16S if image.depth == 8 else cv2.CV_32F
    weights = np.array([0.25, 0.5, 0.25])
    wide = cv2.sepFilter2D(doubled, kind, weights, weights)
    return np.ascontiguousarray(wide[:height, :width])
