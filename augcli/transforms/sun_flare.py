"""The sun in the lens."""

import math

from augcli.catalogue import Annotated, Array, Drawn, Image, Pixels, Real, Seed, np, transform
from augcli.imaging.kernels.noise import uniform
from augcli.imaging.kernels.overlay import WHITE, coordinates, overlay, reduced_frame
from augcli.imaging.kernels.portable import exp, whole_power

SUN = (1.0, 0.93, 0.78)
GHOSTS = 7
POINTS = 160  # along the shorter side of the grid for the flare
_LEAST = 1e-9  # of a distance that is divided by


@transform(group="weather", after="shadow", full_scale=True)
def sun_flare(
    *,
    strength: Annotated[
        float,
        Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="strengths", unseen=(0, 0.03)),
    ],
    position: Annotated[list[float], Drawn(count=2)],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Let the sun shine into the lens: a glow with rays, and reflections towards the centre.

    Helps outdoors, in traffic and with fixed cameras that may face the sun.

    Harms where lights are the objects to find.

    Note: the sun is in the upper half of the picture or just above it. Its light is blended as a
    second exposure (screen), so white stays white.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def flared(image: Image) -> Array:
        x, y = coordinates(reduced_frame(image.frame, POINTS))
        at_x, at_y = (position[0] - 0.5) * -2 * x[0, 0], (0.6 * position[1] - 0.55) * -2 * y[0, 0]
        light = _glow(x - at_x, y - at_y, seed) + _ghosts((x, y), (at_x, at_y), seed + 1)
        # Bright light saturates smoothly instead of clipping with an edge.
        return overlay(image, 1 - exp(light * np.float32(-2 * strength)), WHITE)

    return Pixels(flared)


def _glow(x: Array, y: Array, seed: int) -> Array:
    """Return the light around the sun: a disc, a halo, and the rays of the diaphragm."""
    turn, uneven, *sizes = uniform(seed, 4)
    far = np.sqrt(x**2 + y**2)
    # The cosine and sine of the direction; at the centre it is to the right.
    cos, sin = np.where(far > 0, x / far.clip(_LEAST), np.float32(1)), y / far.clip(_LEAST)
    # Eight blades give eight rays; dust on the lens adds uneven ones.
    rays = whole_power(_cosine(cos, sin, 4, 6.28 * turn), 60)
    dust = _cosine(cos, sin, 7, 6.28 * uneven) * _cosine(cos, sin, 3, 0.0)
    rays += np.float32(0.4) * whole_power(dust, 12)
    rays *= 0.7 * exp(-far / (0.16 + 0.1 * sizes[0])) + 0.15 * exp(-far / 0.5)
    halo = 0.55 * exp(-far / 0.35) + 0.9 * exp(-((far / 0.16) ** 2))
    disc = 5 * exp(-((far / (0.035 + 0.02 * sizes[1])) ** 2))
    tint = np.array(SUN, np.float32)
    light: Array = (halo + rays)[..., np.newaxis] * tint**2 + disc[..., np.newaxis] * tint
    return light


def _cosine(cos: Array, sin: Array, times: int, turn: float) -> Array:
    """Return the cosine of some times the angle of a cosine and sine, plus a turn."""
    c, s = np.full_like(cos, math.cos(turn)), np.full_like(sin, math.sin(turn))
    for _ in range(times):
        c, s = c * cos - s * sin, s * cos + c * sin
    return c


def _ghosts(coordinates: tuple[Array, Array], sun: tuple[float, float], seed: int) -> Array:
    """Return the lens reflections: tinted discs on the line from the sun through the centre.

    Their edges are a little brighter. Sizes differ by colour, as glass refracts each differently.
    """
    x, y = coordinates
    light = np.zeros((y.size, x.size, 3), np.float32)
    for along, size, bright, *tint in uniform(seed, GHOSTS, 6):
        place = 1.5 * along - 0.9  # 0 is the centre, 1 the sun; negative is beyond the centre
        radius = 0.015 + 0.1 * size**2
        across, down = x[0] - place * sun[0], y[:, 0] - place * sun[1]
        rows, columns = (np.flatnonzero(np.abs(apart) < 1.1 * radius) for apart in (down, across))
        far = np.sqrt(down[rows, np.newaxis] ** 2 + across[columns] ** 2)[..., np.newaxis]
        reach = far / (radius * np.array([1, 1.03, 1.06], np.float32))
        disc = np.clip((1 - reach) * (14 * radius + 2), 0, 1) * (0.6 + 0.4 * whole_power(reach, 4))
        light[np.ix_(rows, columns)] += (
            disc * np.float32(0.06 + 0.16 * bright) * (np.float32(0.35) + tint)
        )
    return light
