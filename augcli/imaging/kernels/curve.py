"""A curve: which new level each level of a picture gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from augcli.imaging.lazy import Array


@dataclass(frozen=True)
class Curve:
    """A function from levels to new levels: floats in 0..255, whatever the depth of the picture.

    ``scope`` says how ``function`` is called, with an array of shape (rows, levels):

    - ``"all"``: one row stands for every channel, or there is one row for each colour.
    - ``"colour"``: the rows are red, green and blue. Gray pictures are left alone.
    - ``"histogram"``: ``function(levels, counts)`` gets one channel at a time, without the rows:
      its levels and the number of pixels (int64) that have each of them. Transparent pixels don't
      count; of a picture without any other, all levels stay.
    - ``"mean"``: ``function(levels, mean)`` gets all rows, and the mean luma of the pixels, a float
      in 0..255.

    The result may leave 0..255; it is clipped.
    """

    function: Callable[..., Array]
    scope: Literal["all", "colour", "histogram", "mean"] = "all"
