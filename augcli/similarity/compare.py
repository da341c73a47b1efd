"""Compare one picture with an index: align it with candidates, roughly and then finally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity import agreement
from augcli.similarity.alignment import Template, prepared
from augcli.similarity.candidates import Candidate, candidates
from augcli.similarity.index import Index
from augcli.similarity.views import Views

ROUGH_DETAIL, FINE_DETAIL, COLOUR_GAP = 0.74, 0.88, 0.06
"""The least agreement of detail in the two checks, and the most difference of colours."""

GRAY_DETAIL = 0.93
"""The least agreement of detail where one of the pictures has no colours to compare."""

PLAIN_DETAIL = 0.97
"""The least agreement of detail where one of the pictures is plain."""

_FIRST = 4  # candidates of some that are worth a second map, and a look at how they stand
_STEPS = 4, 6, 10  # of the alignment: of all maps, of the best ones, and of the final check
_LEAST = 0.4, 0.6  # correlations after the first steps, and after those of the best maps


class Match(NamedTuple):
    """A near duplicate: its row in the index, and the agreement of the detail, at most 1."""

    row: int
    score: float


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
    found: list[Match] = []
    for some in candidates(views, index, own_row):
        before = len(found)
        for number, matrix in _roughly_alike(some, views):
            other = read(some[number].row)
            if other and (score := _score(matrix, some[number].squashed, views, other)):
                found.append(Match(some[number].row, score))
        if len(found) == before:  # the others agree even less
            break
    return found


def _roughly_alike(chosen: Sequence[Candidate], views: Views) -> list[_Map]:
    """Return the best map of each candidate whose thumbnail agrees with that of the picture."""
    maps = [_Map(number, matrix) for number, one in enumerate(chosen) for matrix in one.maps]
    pictures = [prepared(one.thumb) for one in chosen]
    template = Template(views.thumb)

    def aligned(some: Sequence[_Map], steps: int) -> list[tuple[float, _Map]]:
        start = np.stack([one.matrix for one in some])
        found, correlations = template.align([pictures[one.number] for one in some], start, steps)
        better = [_Map(one.number, matrix) for one, matrix in zip(some, found, strict=True)]
        return list(zip(correlations.tolist(), better, strict=True))

    kept = _best_few(aligned(maps, _STEPS[0]))
    # As they stand, too: alignment must not spoil what fits already.
    good = [one for one in maps if one.number < _FIRST]
    for correlation, one in aligned(kept, _STEPS[1]) if kept else ():
        shapes = views.thumb.shape, chosen[one.number].thumb.shape
        squashed = chosen[one.number].squashed
        if correlation > _LEAST[1] and agreement.is_plausible(one.matrix, *shapes, squashed):
            good.append(one)
    best: dict[int, tuple[float, _Map]] = {}
    for one in good:
        score = agreement.detail(chosen[one.number].thumb, views.thumb, one.matrix)
        if score >= ROUGH_DETAIL and score > best.get(one.number, (0.0,))[0]:
            best[one.number] = score, one
    return [best[number][1] for number in sorted(best)]


def _best_few(found: Sequence[tuple[float, _Map]]) -> list[_Map]:
    """Return the best map of each candidate, two of the first ones."""
    kept, count = [], Counter[int]()
    for correlation, one in sorted(found, key=lambda pair: -pair[0]):
        count[one.number] += 1
        if correlation > _LEAST[0] and count[one.number] <= (2 if one.number < _FIRST else 1):
            kept.append(one)
    return kept


def _score(matrix: Array, squashed: bool, views: Views, other: Views) -> float:
    """Return the agreement of the detail of near duplicates; 0 if the two pictures are none."""
    start = _rescaled(matrix, views, other)
    aligned, _ = views.template.align([prepared(other.luma)], start[None], _STEPS[2])
    found = [
        (agreement.detail(other.luma, views.luma, one), one)
        for one in (start, aligned[0])
        if agreement.is_plausible(one, views.luma.shape, other.luma.shape, squashed)
    ]
    score, best = max(found, key=lambda pair: pair[0], default=(0.0, start))
    if views.is_plain or other.is_plain:
        stands = agreement.is_as_it_stands(best, views.luma.shape, other.luma.shape)
        if not stands or score < PLAIN_DETAIL:
            return 0.0
    if views.is_gray or other.is_gray:
        return score if score >= GRAY_DETAIL else 0.0
    if score < FINE_DETAIL or agreement.colour_gap(other.rgb, views.rgb, best) > COLOUR_GAP:
        return 0.0
    return score


def _rescaled(matrix: Array, views: Views, other: Views) -> Array:
    """Return a map between thumbnails as one between the pictures; centres of pixels stay there."""

    def factors(large: Array, small: Array) -> Array:
        return np.array(large.shape[::-1]) / small.shape[::-1]

    of, to = factors(views.luma, views.thumb), factors(other.luma, other.thumb)
    linear = to[:, None] * matrix[:, :2] / of
    shift = to * (matrix[:, 2] + 0.5 + matrix[:, :2] @ (0.5 / of - 0.5)) - 0.5
    return np.hstack([linear, shift[:, None]])
