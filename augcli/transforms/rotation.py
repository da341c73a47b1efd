"""Rotation about the centre."""

import math
from dataclasses import replace

from augcli.catalogue import RADIANS, TURNS, Annotated, Frame, Homography, Real, Switch, transform


@transform(group="geometry", classic=True)
def rotation(
    frame: Frame,
    *,
    degrees: Annotated[
        float,
        Real(
            low=-360,
            high=360,
            neutral=0,
            default=(-30, 30),
            unit="degrees",
            unseen=(-0.9, 0.9),
            mistaken_for=(RADIANS, TURNS),
        ),
    ],
    fit_inside: Annotated[
        bool,
        Switch(flag="--fit-inside", help="Zoom in on a rotation until no fill shows."),
    ],
    expand: Annotated[
        bool,
        Switch(
            help="Make the frame larger with each rotation, so that nothing is cut off.",
            excludes="fit_inside",
        ),
    ],
) -> Homography:
    """Rotate the picture about its centre; positive is clockwise.

    Helps where the camera or the object may be tilted.

    Harms where the angle has a meaning (6 and 9, arrows). Fill shows at the corners: keep angles
    small, or zoom in with ``--fit-inside``.

    Note: with ``--rotation-expand``, the copy has the size of the box around the rotated picture,
    unless ``--size`` gives another. Fractions of the steps that follow are those of that box.
    """
    turn = Homography.rotation(degrees)
    if expand:
        return replace(turn, frame=_box(turn, frame))
    return _inside(turn, frame).joined(turn) if fit_inside else turn


def _box(turn: Homography, frame: Frame) -> Frame:
    """Return the frame around the rotated frame, in whole pixels."""
    (cos, sin, _), _, _ = turn.matrix
    sides = (
        abs(cos) * frame.width + abs(sin) * frame.height,
        abs(sin) * frame.width + abs(cos) * frame.height,
    )
    # The last bits of a cosine differ between processors: they must not add a pixel.
    return Frame(*(math.ceil(side - 1e-6) for side in sides))


def _inside(turn: Homography, frame: Frame) -> Homography:
    """Return the zoom that keeps the corners of the rotated frame within the source."""
    (cos, sin, _), _, _ = turn.matrix
    width, height = max(1, frame.width - 1), max(1, frame.height - 1)
    reach = max(
        abs(cos) + abs(sin) * height / width,
        abs(cos) + abs(sin) * width / height,
    )
    return Homography.linear(1 / reach, 0, 0, 1 / reach)
