"""Rectangles within a frame, as shares of its sides."""


def rectangle_sides(area: float, aspect: float) -> tuple[float, float]:
    """Return the shares of the frame's width and height that a rectangle takes.

    ``area`` is its share of the frame's, ``aspect`` its width by height as a multiple of the
    frame's. Where such a one is too long for the frame, it takes that side whole: it is the
    aspect that gives way, as an area is what people ask for by name.
    """
    if area == 0:
        return 0.0, 0.0
    across = min(1.0, (area * aspect) ** 0.5)
    down = min(1.0, area / across)
    return min(1.0, area / down), down
