"""Rotation about the centre."""

from augcli.catalogue import Annotated, Frame, Homography, Real, Switch, transform


@transform(group="geometry", classic=True)
def rotation(
    frame: Frame,
    *,
    degrees: Annotated[
        float,
        Real(low=-360, high=360, neutral=0, default=(-30, 30), unit="degrees"),
    ],
    fit_inside: Annotated[
        bool,
        Switch(flag="--fit-inside", help="Zoom in on a rotation until no fill shows."),
    ],
) -> Homography:
    """Rotate the picture about its centre; positive is clockwise.

    Helps where the camera or the object may be tilted.

    Harms where the angle has a meaning (6 and 9, arrows). Fill shows at the corners: keep angles
    small, or zoom in with ``--fit-inside``.
    """
    turn = Homography.rotation(degrees)
    return _inside(turn, frame).joined(turn) if fit_inside else turn


def _inside(turn: Homography, frame: Frame) -> Homography:
    """Return the zoom that keeps the corners of the rotated frame within the source."""
    (cos, sin, _), _, _ = turn.matrix
    width, height = max(1, frame.width - 1), max(1, frame.height - 1)
    reach = max(
        abs(cos) + abs(sin) * height / width,
        abs(cos) + abs(sin) * width / height,
    )
    return Homography.linear(1 / reach, 0, 0, 1 / reach)
