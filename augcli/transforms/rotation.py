"""Rotation about the centre."""

from typing import Annotated

from augcli.kinds import Homography
from augcli.knobs import Real
from augcli.registry import transform


@transform(group="geometry", place=1)
def rotation(
    *,
    degrees: Annotated[
        float,
        Real(low=-360, high=360, neutral=0, default=(-30, 30), unit="degrees", symbol="°"),
    ],
) -> Homography:
    """Turn the picture about its centre; positive is clockwise."""
    return Homography.rotation(degrees)
