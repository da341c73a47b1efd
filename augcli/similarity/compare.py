"""Compare one picture with an index: find the nearest, check them roughly, then finally."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity import agreement
from augcli.similarity.alignment import Template, prepared
from augcli.similarity.index import Index, Near
from augcli.similarity.rings import ellipse, whole
from augcli.similarity.turns import best_turns, spectra, turned_map
from augcli.similarity.views import Views

NEAREST = 30
"""How many pictures of the index are looked at."""

ROUGH_DETAIL, FINE_DETAIL, COLOUR_GAP = 0.74, 0.88, 0.06
"""The least agreement of detail in the two checks, and the most difference of colours."""

GRAY_DETAIL = 0.93
"""The least agreement of detail where one of the pictures has no colours to compare."""

_CROPS = 4  # of the picture, the nearest to a candidate, that are tried
_STEPS = 4, 6, 10  # of the alignment: of all maps, of the best ones, and of the final check
_FIRST = 4  # candidates that are worth more tries, and a look at how they stand
_SQUASHED = 0.04  # a difference of the logarithms of two aspect ratios that a crop hardly makes


class Match(NamedTuple):
    """A near duplicate: its row in the index, and the agreement of the detail, at most 1."""

    row: int
    score: float


class _Candidate(NamedTuple):
    """A picture of the index, and whether one of the frames may be squashed."""

    near: Near
    thumb: Array
    squashed: bool


class _Map(NamedTuple):
    """A map from points of the picture to points of the candidate of a number."""

    number: int
    matrix: Array


def matches(
    views: Views, index: Index, read: Callable[[int], Views | None], own_row: int
) -> list[Match]:
    """Return the near duplicates of a picture in an index, without the row of itself.

    ``read`` returns the picture of a row, None if it can't be read any more.
    """
    near = [one for one in index.nearest(views.question, NEAREST + 1) if one.row != own_row]
    candidates = [_candidate(one, views, index) for one in near]
    maps = [
        _Map(number, matrix)
        for number, one in enumerate(candidates)
        for matrix in _starts(one, views, _tries(number))
    ]
    if not maps:
        return []
    found = []
    for one in _roughly_alike(maps, candidates, views):
        candidate = candidates[one.number]
        other = read(candidate.near.row)
        if other and (score := _score(one.matrix, candidate, views, other)):
            found.append(Match(candidate.near.row, score))
    return found


def _candidate(near: Near, views: Views, index: Index) -> _Candidate:
    thumb = index.thumb(near.row)
    own, other = (abs(math.log(one.shape[0] / one.shape[1])) for one in (views.thumb, thumb))
    return _Candidate(near, thumb, abs(own - other) > _SQUASHED)


def _tries(number: int) -> int:
    return 4 if number < _FIRST else 2


def _starts(candidate: _Candidate, views: Views, count: int) -> Iterator[Array]:
    """Yield maps to begin with: the turns by which the rings of the two pictures agree best."""
    thumb, near = candidate.thumb, candidate.near
    nearest = np.argpartition(near.crops, _CROPS)[:_CROPS]
    place = whole(thumb.shape)
    for turn in best_turns(views.spectra[nearest], spectra(thumb, place)[0], count):
        yield turned_map(turn, views.crops.one(nearest[turn.which]), place)
    if candidate.squashed and near.is_ellipse:
        own, place = ellipse(views.thumb.shape), ellipse(thumb.shape)
        for turn in best_turns(spectra(views.thumb, own), spectra(thumb, place)[0], 2):
            yield turned_map(turn, own, place)


def _roughly_alike(
    maps: Sequence[_Map], candidates: Sequence[_Candidate], views: Views
) -> list[_Map]:
    """Return the best map of each candidate whose thumbnail agrees with that of the picture."""
    template = Template(views.thumb)
    pictures = [prepared(one.thumb) for one in candidates]

    def aligned(some: Sequence[_Map], steps: int) -> list[tuple[float, _Map]]:
        matrices = np.stack([one.matrix for one in some])
        found, correlations = template.align(
            [pictures[one.number] for one in some], matrices, steps
        )
        return [
            (float(correlation), _Map(one.number, matrix))
            for one, matrix, correlation in zip(some, found, correlations, strict=True)
        ]

    kept = _best_few(aligned(maps, _STEPS[0]))
    better = aligned(kept, _STEPS[1]) if kept else []
    # As they stand, too: alignment must not spoil what fits already.
    good = [one for one in maps if one.number < _FIRST]
    good += [
        one
        for correlation, one in better
        if correlation > 0.6 and _is_plausible(one.matrix, candidates[one.number], views)
    ]
    best: dict[int, tuple[float, _Map]] = {}
    for one in good:
        score = agreement.detail(candidates[one.number].thumb, views.thumb, one.matrix)
        if score >= ROUGH_DETAIL and score > best.get(one.number, (0.0,))[0]:
            best[one.number] = score, one
    return [best[number][1] for number in sorted(best)]


def _best_few(found: list[tuple[float, _Map]]) -> list[_Map]:
    """Return the best map of each candidate, two of the nearest ones."""
    kept, count = [], Counter[int]()
    for correlation, one in sorted(found, key=lambda pair: -pair[0]):
        count[one.number] += 1
        if correlation > 0.4 and count[one.number] <= (2 if one.number < 2 * _FIRST else 1):
            kept.append(one)
    return kept


def _score(matrix: Array, candidate: _Candidate, views: Views, other: Views) -> float:
    """Return the agreement of the detail of near duplicates; 0 if the two pictures are none."""
    start = _rescaled(matrix, views, other)
    aligned, _ = Template(views.luma).align([prepared(other.luma)], start[None], _STEPS[2])
    found = [
        (agreement.detail(other.luma, views.luma, one), one)
        for one in (start, aligned[0])
        if agreement.is_plausible(one, views.luma.shape, other.luma.shape, candidate.squashed)
    ]
    score, best = max(found, key=lambda pair: pair[0], default=(0.0, start))
    if views.is_gray or other.is_gray:
        return score if score >= GRAY_DETAIL else 0.0
    if score < FINE_DETAIL or agreement.colour_gap(other.rgb, views.rgb, best) > COLOUR_GAP:
        return 0.0
    return score


def _is_plausible(matrix: Array, candidate: _Candidate, views: Views) -> bool:
    shapes = views.thumb.shape, candidate.thumb.shape
    return agreement.is_plausible(matrix, *shapes, candidate.squashed)


def _rescaled(matrix: Array, views: Views, other: Views) -> Array:
    """Return a map between thumbnails as one between the pictures; centres of pixels stay there."""

    def factors(large: Array, small: Array) -> Array:
        return np.array(large.shape[::-1]) / small.shape[::-1]

    of, to = factors(views.luma, views.thumb), factors(other.luma, other.thumb)
    linear = to[:, None] * matrix[:, :2] / of
    shift = to * (matrix[:, 2] + 0.5 + matrix[:, :2] @ (0.5 / of - 0.5)) - 0.5
    return np.hstack([linear, shift[:, None]])
