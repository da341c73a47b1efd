"""Detect copies that lose most of their pixels to black or white, so that users are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from augcli.catalogue.registry import get
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np
from augcli.pipeline.copy_maker import MadeCopy
from augcli.pipeline.groups import Blend

_POINTS = 32  # along a side: a few microseconds a copy, whatever its size
_MOST = 0.5
_MOVING = ("geometry", "distortion")  # groups of transforms that change no level


class Clipped(NamedTuple):
    """A copy that lost most of its pixels: its file, and the transforms that may have done it."""

    file: str
    transforms: tuple[str, ...]


def clipped(file: str, made: MadeCopy, source: Image, white: int) -> Clipped | None:
    """Return a copy if more than half of what was neither black nor white in its source is now.

    ``white`` is the level of white, a power of two less 1. Only pixels with an alpha above 0 count.
    """
    if not _may_be_clipped(made.image, white):  # as nearly always
        return None
    share = _share(made.image, white)
    if share <= _MOST:
        return None
    before = _share(source, white)
    if share - before <= _MOST * (1 - before):
        return None
    names = [fired["transform"] for fired in made.recipe]
    changing = (name for name in names if name != Blend.key and get(name).group not in _MOVING)
    titles = dict.fromkeys(name.replace("_", "-") for name in changing)
    return Clipped(file, tuple(titles))


def _may_be_clipped(image: Image, white: int) -> bool:
    """Tell by one channel, in a tenth of the time of :func:`_share`; what is hidden counts too."""
    points = _points(image)
    levels = points.reshape(-1, points.shape[2])[:, 0]
    kept = int(np.count_nonzero(levels - 1 < white - 1))  # 0 less 1 is the highest level
    return image.has_alpha or kept < (1 - _MOST) * levels.size


def _share(image: Image, white: int) -> float:
    """Return the share of black and white among the points that can be seen, 0 to 1."""
    points = _points(image)
    colours = 1 if image.is_gray else 3
    rest = 4 - colours  # channels that are no colour may have any level
    black = cv2.inRange(points, (0,) * 4, (*(0,) * colours, *(image.top,) * rest))
    bright = cv2.inRange(points, (*(white,) * colours, *(0,) * rest), (image.top,) * 4)
    lost: Array = cv2.bitwise_or(black, bright)
    if image.has_alpha:
        lost = lost[points[..., -1] > 0]
    return float(np.count_nonzero(lost) / max(1, lost.size))


def _points(image: Image) -> Array:
    """Return the pixels at points spread evenly over a picture; at most 32 along a side."""
    if max(image.frame) <= _POINTS:
        return image.pixels
    frame = tuple(min(_POINTS, side) for side in image.frame)
    points = cv2.resize(image.pixels, frame, interpolation=cv2.INTER_NEAREST)
    return points.reshape(*frame[::-1], -1)  # OpenCV drops a single channel


def clipped_as_json(found: Sequence[Clipped]) -> dict[str, int | str | None]:
    """Return the number of clipped copies, and one of them as an example."""
    return {"copies": len(found), "example": min(found).file if found else None}
