"""A decoded source, and how it fits the size of its copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from augcli.catalogue.effects import Homography
from augcli.imaging.image import Frame, Image

Fit = Literal["stretch", "cover", "contain"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Canvas:
    """The picture that all copies of one source are made from.

    ``size`` is the size of the copies in pixels, None for the source's own. ``fit`` says how a
    source of other proportions meets it.
    """

    image: Image
    size: Frame | None = None
    fit: Fit = "stretch"

    def fit_homography(self, frame: Frame) -> Homography | None:
        """Return the map from points of the output to ``frame``, where the geometry of a copy ends.

        None if the copy keeps the size of that frame.
        """
        if self.size is None:
            return None
        return Homography.scale(*_scale(frame, self.size, self.fit), self.size)


def contained(frame: Frame, box: Frame) -> Frame:
    """Return the largest frame of the same proportions that fits a box, at least 1x1 pixels."""
    scale = min(box.width / frame.width, box.height / frame.height)
    return Frame(max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))


def _scale(frame: Frame, size: Frame, fit: Fit) -> tuple[float, float]:
    """Return how many pixels of ``frame`` a pixel of the output spans, in x and y."""
    x, y = frame.width / size.width, frame.height / size.height
    match fit:
        case "cover":
            return min(x, y), min(x, y)
        case "contain":
            return max(x, y), max(x, y)
        case _:
            return x, y
