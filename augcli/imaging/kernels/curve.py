"""Curves: what a level of a picture becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from augcli.imaging.lazy import Array


class Linear(NamedTuple):
    """A straight curve: ``slope`` times the level, plus ``offset``."""

    slope: float
    offset: float = 0.0

    def at(self, level: Any) -> Any:
        """Return what becomes of a level, or of an array of them."""
        return level * self.slope + self.offset


@dataclass(frozen=True)
class Curve:
    """What a level becomes: floats in 0..255 to floats, whatever the depth of the picture.

    ``scope`` is ``"all"`` where every channel is treated alike, and arrays are of any shape;
    ``"colour"`` where the three channels of a picture in colour are the three rows of the array,
    and gray pictures are left alone; ``"histogram"`` where, for one channel, the second argument
    tells how many pixels have each of the levels that the first one lists.

    ``lines`` says the same where the curve is straight: one line, or one for each colour.
    """

    function: Callable[..., Array]
    scope: Literal["all", "colour", "histogram"] = "all"
    lines: tuple[Linear, ...] = ()
