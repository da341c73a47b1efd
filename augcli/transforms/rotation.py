"""Rotation about the centre."""

from augcli.catalogue import Annotated, Frame, Homography, Real, Switch, transform


@transform(group="geometry", classic=True)
def rotation(
    frame: Frame,
    *,
    degrees: Annotated[
        float,
        Real(low=-360, high=360, neutral=0, default=(-30, 30), unit="degrees", symbol="°"),
    ],
    fit_inside: Annotated[
        bool,
        Switch(flag="--fit-inside", help="Zoom in on a rotation until no fill shows."),
    ],
) -> Homography:
    """Turn the picture about its centre; positive is clockwise.

    Helps where the camera, or the thing, may be tilted.

    Harms where the angle is the meaning (6 and 9, arrows), and shows fill at the corners: keep it
    small, or zoom in with ``--fit-inside``.
    """
    turn = Homography.rotation(degrees)
    return _inside(turn, frame).joined(turn) if fit_inside else turn


def _inside(turn: Homography, frame: Frame) -> Homography:
    """Zoom in so far that the corners of the turned frame lie within the frame."""
    (cos, sin, _), _, _ = turn.matrix
    width, height = max(1, frame.width - 1), max(1, frame.height - 1)
    reach = max(
        abs(cos) + abs(sin) * height / width,
        abs(cos) + abs(sin) * width / height,
    )
    return Homography.linear(1 / reach, 0, 0, 1 / reach)
