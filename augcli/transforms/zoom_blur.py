"""Blur away from the centre."""

import math

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, cv2, np, transform

_MOST = 10  # doublings: large pictures take at most a second or two


@transform(group="blur", after="median_blur")
def zoom_blur(
    *,
    strength: Annotated[
        float, Real(low=0, high=0.5, neutral=0, default=(0, 0.06), unit="shares of the size")
    ],
) -> Pixels:
    """Blur away from the centre, as if the camera moved forward or zoomed in.

    Helps with pictures of sports, and from vehicles and drones.

    Harms where fine detail near the edges tells the class.

    Note: the mean of enlargements from 1 to 1 + strength, in equal ratios.
    """

    def blurred(image: Image) -> Array:
        return _zoomed(image, strength)

    return Pixels(blurred)


def _zoomed(image: Image, strength: float) -> Array:
    """Average a picture with its enlargement, then the result with its own, and so on."""
    pixels = image.pixels
    if image.mode == "RGB":  # OpenCV warps four channels faster than three
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    width, height = image.frame
    # At the far edges, enlargements are about a pixel apart.
    furthest = strength * max(width, height) / 2
    doublings = min(_MOST, math.ceil(math.log2(max(2.0, furthest))))
    ratio = (1 + strength) ** (1 / (2**doublings - 1))
    for n in range(doublings):
        scale = ratio ** -(2**n)
        x, y = (1 - scale) * (width - 1) / 2, (1 - scale) * (height - 1) / 2
        larger = cv2.warpAffine(
            pixels,
            np.array([[scale, 0, x], [0, scale, y]]),
            image.frame,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        pixels = cv2.addWeighted(pixels.reshape(larger.shape), 0.5, larger, 0.5, 0)
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB) if image.mode == "RGB" else pixels
