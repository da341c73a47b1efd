"""The sides of a rectangle of a given area and aspect."""


def rectangle_sides(area: float, aspect: float) -> tuple[float, float]:
    """Return the shares of the frame's width and height that a rectangle takes.

    ``area`` is a share of the frame's area; ``aspect`` is width by height, as a multiple of the
    frame's. A rectangle that is too long takes that side whole: the aspect gives way, as people ask
    for an area by name.
    """
    if area == 0:
        return 0.0, 0.0
    across = min(1.0, (area * aspect) ** 0.5)
    down = min(1.0, area / across)
    return min(1.0, area / down), down
