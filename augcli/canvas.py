"""A decoded source made ready for its copies: how its frame meets the size that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self, get_args

from augcli.image import Frame, Image
from augcli.kinds import Homography

Fit = Literal["stretch", "cover", "contain"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Canvas:
    """What the copies of one source are made from.

    ``image`` may be smaller than the source, whose size is ``frame``: ``enter`` maps the one onto
    the other. ``leave`` maps the output size onto the frame. Both join the copy's own geometry.
    """

    image: Image
    frame: Frame
    enter: Homography | None = None
    leave: Homography | None = None

    @classmethod
    def of(cls, image: Image, size: Frame | None = None, fit: Fit = "stretch") -> Self:
        """Prepare a picture for copies of ``size``, or of its own size.

        A much larger picture is shrunk first, once for all copies, by averaging: sampling it at
        the output's pixels alone would leave most of its own out (aliasing).
        """
        if size is None:
            return cls(image, image.frame)
        x, y = _scale(image.frame, size, fit)
        leave = Homography.scale(x, y, size)
        shrunk = _shrink(image, int(x), int(y))
        if shrunk is image:
            return cls(image, image.frame, leave=leave)
        return cls(shrunk, image.frame, _enter(shrunk.frame, image.frame), leave)


def contained(frame: Frame, box: Frame) -> Frame:
    """Give the largest frame of the same proportions, of at least a pixel, that fits a box."""
    scale = min(box.width / frame.width, box.height / frame.height)
    return Frame(max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))


def _scale(frame: Frame, size: Frame, fit: Fit) -> tuple[float, float]:
    """Give how many pixels of the source a pixel of the output spans, in x and y."""
    x, y = frame.width / size.width, frame.height / size.height
    match fit:
        case "cover":
            return min(x, y), min(x, y)
        case "contain":
            return max(x, y), max(x, y)
        case _:
            return x, y


def _shrink(image: Image, x: int, y: int) -> Image:
    """Average over blocks of x by y pixels, so that what is left to shrink is less than half."""
    if max(x, y) < 2:
        return image
    import cv2

    width, height = image.frame
    size = max(1, round(width / max(x, 1))), max(1, round(height / max(y, 1)))
    pixels = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
    return replace(image, pixels=pixels.reshape(size[1], size[0], -1))


def _enter(shrunk: Frame, frame: Frame) -> Homography:
    x, y = shrunk.width / frame.width, shrunk.height / frame.height
    return Homography.scale(x, y, frame)
