"""Draw a copy again that would be the same picture as an earlier copy of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from augcli.catalogue import get
from augcli.pipeline.groups import Blend
from augcli.pipeline.steps import AppliedStep, Recipe

REDRAWS = 50
"""How often a copy is drawn again at most. Of four pictures that are equally likely, the last is
then missed once in a million sources."""

Draw = Callable[[int], Sequence[Recipe]]
"""Returns the recipes of copies 1, 2, 3 and so on, by the number of the draw, from 0."""


def draw_distinct(draw: Draw, attempt: int = 0) -> list[Recipe]:
    """Return the recipes of all copies, each unlike the earlier ones as far as there are others.

    Recipes are compared, not pixels. The untouched picture is taken once, if there is nothing else.
    A copy depends on those before it alone, so fewer copies are the beginning of more.

    ``attempt`` is how often the recipe of a copy was rejected for other reasons: 1 returns the
    second recipe that is unlike those of the earlier copies.
    """
    drawn = cache(draw)
    seen: list[Recipe] = []
    chosen: list[Recipe] = []
    there_are_others = True
    for copy, first in enumerate(drawn(0)):
        found: list[Recipe] = []
        if there_are_others:

            def draws(copy: int = copy) -> Iterator[Recipe]:
                return (drawn(number)[copy] for number in range(REDRAWS + attempt + 1))

            found = list(islice(_unlike([[], *seen], draws()), attempt + 1))
            found = found or list(islice(_unlike(seen, draws()), 1))
            there_are_others = bool(found)  # a search for each further copy would find no more
        seen.append(_without_neutral(found[0] if found else first))
        chosen.append(found[attempt] if len(found) > attempt else drawn(attempt)[copy])
    return chosen


def repeats(recipes: Sequence[Recipe]) -> int:
    """Return how many of some copies are the same as an earlier one."""
    seen = list(map(_without_neutral, recipes))
    return sum(recipe in seen[:place] for place, recipe in enumerate(seen))


def _unlike(seen: Sequence[Recipe], recipes: Iterable[Recipe]) -> Iterator[Recipe]:
    """Yield the recipes that are neither seen nor yielded yet."""
    yielded: list[Recipe] = []
    for recipe in recipes:
        # Compared as they are: texts to look up in a set would take longer to make.
        changes = _without_neutral(recipe)
        if changes not in seen and changes not in yielded:
            yielded.append(changes)
            yield recipe


def _without_neutral(recipe: Recipe) -> Recipe:
    """Return the steps of a recipe that change the picture."""
    return [fired for fired in recipe if not _is_neutral(fired)]


def _is_neutral(fired: AppliedStep) -> bool:
    name = fired["transform"]
    return name != Blend.key and get(name).is_neutral(fired)
