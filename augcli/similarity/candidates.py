"""Choose the pictures of an index to align with a picture, and how to turn it first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity.index import Index
from augcli.similarity.rings import ellipse, whole
from augcli.similarity.turns import Turn, best_turns, turned_map
from augcli.similarity.views import Views

_NEAREST = 100  # pictures by their fingerprints
_AT_ONCE = 12  # pictures by their rings: the one that is meant was the first in nearly all trials
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
    of_crops, of_ellipse = index.spectra(rows)
    turns = best_turns(views.spectra[crops], of_crops, _TURNS)
    own_ellipse = np.broadcast_to(views.ellipse_spectra, (len(rows), *views.ellipse_spectra.shape))
    turns_of_ellipse = best_turns(own_ellipse, of_ellipse, _TURNS)
    found = []
    for number, row in enumerate(rows.tolist()):
        squashed = _is_squashed(views.thumb.shape[:2], index.shape(row))
        found.append(
            _Turned(
                row,
                squashed,
                [turn._replace(disc=int(crops[number, turn.disc])) for turn in turns[number]],
                turns_of_ellipse[number] if squashed else [],
            )
        )
    found.sort(key=lambda one: -one.correlation)
    for start in range(0, len(found), _AT_ONCE):
        yield [one.candidate(views, index) for one in found[start : start + _AT_ONCE]]


class _Turned(NamedTuple):
    """A picture of the index, and the turns by which the rings of its disc and ellipse agree."""

    row: int
    squashed: bool
    turns: list[Turn]
    turns_of_ellipse: list[Turn]

    @property
    def correlation(self) -> float:
        """The best correlation of the rings."""
        return max(turn.correlation for turn in (*self.turns, *self.turns_of_ellipse))

    def candidate(self, views: Views, index: Index) -> Candidate:
        """Return the candidate, with a map for each of the best turns."""
        thumb = index.thumb(self.row)
        disc, oval = whole(thumb.shape[:2]), ellipse(thumb.shape[:2])
        maps = [
            *((turn.correlation, turned_map(turn, views.crops, disc)) for turn in self.turns),
            *(
                (turn.correlation, turned_map(turn, views.ellipse, oval))
                for turn in self.turns_of_ellipse
            ),
        ]
        maps.sort(key=lambda one: -one[0])
        return Candidate(self.row, thumb, self.squashed, [one for _, one in maps[:_TURNS]])


def _is_squashed(shape: tuple[int, int], other: tuple[int, int]) -> bool:
    own, its = (abs(math.log(height / width)) for height, width in (shape, other))
    return abs(own - its) > _SQUASHED
