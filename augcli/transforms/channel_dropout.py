"""One colour channel set to 0."""

from augcli.catalogue import Annotated, Drawn, Mix, transform


@transform(group="colour", after="channel_shuffle")
def channel_dropout(
    *, channel: Annotated[float, Drawn(low=0, high=3, words=("red", "green", "blue"))]
) -> Mix:
    """Set red, green or blue to 0 everywhere.

    Helps a model not to rely on one channel.

    Harms where colour tells the class: pictures look lit by a coloured lamp.

    Note: gray pictures stay as they are.
    """
    rows = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    rows[min(2, int(channel))] = (0.0, 0.0, 0.0)
    return Mix.of(*rows)
