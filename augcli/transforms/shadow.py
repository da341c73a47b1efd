"""A shadow across the picture."""

import math

from augcli.catalogue import Annotated, Array, Drawn, Frame, Image, Pixels, Real, np, transform
from augcli.imaging.kernels.overlay import BLACK, overlay, reduced_frame
from augcli.imaging.kernels.portable import exp

TINT = (1.0, 0.98, 0.93)  # the loss of red, green and blue: the blue sky still lights a shadow


@transform(group="weather")
def shadow(
    *,
    darkness: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.2, 0.5),
            unit="shares of light lost",
            unseen=(0, 0.03),
        ),
    ],
    softness: Annotated[
        float, Real(low=0, high=0.25, default=(0.005, 0.04), unit="fractions of the shorter side")
    ],
    edges: Annotated[list[float], Drawn(count=5)],
) -> Pixels:
    """Cast the shadow of something outside on the picture: a band with soft edges.

    Helps outdoors, where light comes from one side, and where shadows are mistaken for objects.

    Harms where darkness tells the class.

    Note: a band between two straight edges, a quarter to three quarters of the side wide. It tints
    colour pictures slightly blue.
    """

    def shaded(image: Image) -> Array:
        shape = _band(image.frame, edges, softness * min(image.frame))
        tint = np.array(TINT) * darkness
        return overlay(image, shape[..., np.newaxis] * tint.astype(np.float32), BLACK)

    return Pixels(shaded)


def _band(frame: Frame, edges: list[float], sigma: float) -> Array:
    """Return the strength of the shadow, 0 to 1, on as few points as its edges need."""
    *ends, turn = edges
    small = reduced_frame(frame, max(32.0, min(frame) / max(1.0, sigma / 2)))
    sigma = max(0.3, sigma * min(small) / min(frame))  # a harder edge would be jagged
    length, width = (small.width, small.height) if turn < 0.5 else (small.height, small.width)
    along = ((np.arange(length, dtype=np.float32) + 0.5) / length)[:, np.newaxis]
    across = np.arange(width, dtype=np.float32) + 0.5

    def beyond(start: float, end: float) -> Array:
        """Return 0 to 1 across a line: close to the normal distribution, but faster."""
        far = across - (start + (end - start) * along) * width
        deviations = far / math.sqrt(1 + ((end - start) * width / length) ** 2) / sigma
        return 1 / (1 + exp(-1.702 * deviations))

    first, last = (0.95 * end - 0.2 for end in ends[:2])
    near, far = (0.25 + wide / 2 for wide in ends[2:])
    band: Array = beyond(first, last) - beyond(first + near, last + far)
    return np.ascontiguousarray(band.T if turn < 0.5 else band, np.float32)
