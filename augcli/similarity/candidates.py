"""Choose the pictures of an index to align with a picture, and how to turn it first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity.index import Index
from augcli.similarity.rings import ellipse, whole
from augcli.similarity.turns import best_turns, correlations, turned_map
from augcli.similarity.views import Views

_NEAREST = 100  # pictures by their fingerprints
_AT_ONCE = 8  # pictures by their rings: the one that is meant was the first in nearly all trials
_CROPS = 4  # of the picture, the nearest to a candidate, that are turned
_TURNS = 3  # of each candidate
_SQUASHED = 0.04  # a difference of the logarithms of two aspect ratios that a crop hardly makes


class Candidate(NamedTuple):
    """A picture of the index, and maps to begin the alignment with, from the picture to it.

    ``squashed`` says that the frame of one of the two may be squashed.
    """

    row: int
    thumb: Array
    squashed: bool
    maps: list[Array]


def candidates(views: Views, index: Index, own_row: int) -> Iterator[list[Candidate]]:
    """Yield some pictures at a time, first those whose rings agree best with the picture's.

    The row of the picture itself is left out.
    """
    rows, apart = index.nearest(views.question, _NEAREST + 1)
    rows, apart = rows[rows != own_row], apart[rows != own_row]
    if not len(rows):
        return
    crops = np.argpartition(apart, _CROPS, axis=1)[:, :_CROPS]
    discs, ellipses = index.spectra(rows)
    agreeing = correlations(views.spectra[crops], discs)
    best = agreeing.max((1, 2, 3))
    squashed = [
        number
        for number, row in enumerate(rows)
        if _is_squashed(views.thumb.shape[:2], index.shape(row))
    ]
    of_ellipse = dict(
        zip(squashed, correlations(views.ellipse_spectra[None], ellipses[squashed]), strict=True)
    )
    for number, found in of_ellipse.items():
        best[number] = max(best[number], found.max())
    order = np.argsort(-best, kind="stable").tolist()

    def candidate(number: int) -> Candidate:
        row = int(rows[number])
        thumb = index.thumb(row)
        shape = thumb.shape[:2]
        turns = best_turns(agreeing[number], _TURNS)
        tries = [(turn, views.crops.some(crops[number]), whole(shape)) for turn in turns]
        if number in of_ellipse:
            turns = best_turns(of_ellipse[number], _TURNS)
            tries += [(turn, views.ellipse, ellipse(shape)) for turn in turns]
        tries.sort(key=lambda one: -one[0].correlation)
        maps = [turned_map(*one) for one in tries[:_TURNS]]
        return Candidate(row, thumb, number in of_ellipse, maps)

    for start in range(0, len(order), _AT_ONCE):
        yield list(map(candidate, order[start : start + _AT_ONCE]))


def _is_squashed(shape: tuple[int, int], other: tuple[int, int]) -> bool:
    own, its = (abs(math.log(height / width)) for height, width in (shape, other))
    return abs(own - its) > _SQUASHED
