"""Swap the classes of mirrored copies, such as left and right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from augcli.dataset.source import Source
from augcli.errors import BadValue
from augcli.expansion.output.naming import OutputName, distinct_stem
from augcli.pipeline.steps import Recipe
from augcli.storage.names import canonical

Swaps = Mapping[str, str]
"""The class that each class becomes when mirrored, in both directions."""


def parse_swap(text: str) -> tuple[str, str]:
    """Read ``A=B``. Raises BadValue."""
    found = re.fullmatch(r"([^=]+)=([^=]+)", text)
    if not found or found[1] == found[2]:
        raise BadValue("write the names of two classes, with = between them")
    return canonical(found[1]), canonical(found[2])


def both_ways(pairs: Sequence[tuple[str, str]]) -> Swaps:
    """Return the swaps of pairs. Raises BadValue if a class is in two pairs."""
    swaps = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    if len(swaps) < 2 * len(pairs):
        raise BadValue("a class can be swapped with one other only")
    return swaps


def among_the_other(
    source: Source, name: OutputName, swaps: Swaps, recipes: Sequence[Recipe]
) -> OutputName:
    """Return the output names of a source whose mirrored copies go to another class.

    Their stem has a hash of the source's name, because that class may have a source of the same
    name.
    """
    mirrored = frozenset(copy for copy, recipe in enumerate(recipes, 1) if _is_mirrored(recipe))
    other, own = (
        f"{source.split}/{one}".lstrip("/") for one in (swaps[source.label], source.label)
    )
    folder = other + source.out_folder.removeprefix(own)
    stem = distinct_stem(source, name.ending)
    return name._replace(mirrored=mirrored, elsewhere=f"{folder}/{stem}", other=swaps[source.label])


def _is_mirrored(recipe: Recipe) -> bool:
    flips = [fired for fired in recipe if fired["transform"] == "horizontal_flip"]
    return len(flips) % 2 == 1
