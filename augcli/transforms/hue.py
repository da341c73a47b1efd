"""Hue, by an angle."""

import math

from augcli.catalogue import TURNS, Annotated, Mix, Real, transform


@transform(group="colour", after="saturation")
def hue(
    *,
    degrees: Annotated[
        float,
        Real(
            low=-180,
            high=180,
            neutral=0,
            default=(-15, 15),
            unit="degrees",
            unseen=(-2, 2),
            mistaken_for=(TURNS,),
        ),
    ],
) -> Mix:
    """Rotate every colour around its gray: positive turns red to green, green to blue.

    Helps where dye, paint or light gives objects of one class different colours.

    Harms where colour tells the class. Natural objects look wrong beyond about 20 degrees.

    Note: the matrix of CSS's ``hue-rotate()``, which keeps the luma unless a level is clipped. Gray
    pictures stay as they are.

    Source: W3C, Filter Effects Module Level 1, section 9.6.
    """
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Mix.of(
        (
            0.213 + cos * 0.787 - sin * 0.213,
            0.715 - cos * 0.715 - sin * 0.715,
            0.072 - cos * 0.072 + sin * 0.928,
        ),
        (
            0.213 - cos * 0.213 + sin * 0.143,
            0.715 + cos * 0.285 + sin * 0.140,
            0.072 - cos * 0.072 - sin * 0.283,
        ),
        (
            0.213 - cos * 0.213 - sin * 0.787,
            0.715 - cos * 0.715 + sin * 0.715,
            0.072 + cos * 0.928 + sin * 0.072,
        ),
    )
