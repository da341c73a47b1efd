"""Find the folder that an image is a source of, by looking at the folders above it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from augcli.dataset.folder_above import FolderAbove, Kind
from augcli.dataset.layout import find_layout
from augcli.errors import EnvironmentFailure
from augcli.storage.remote.scheme import is_url

_LEVELS = 6  # as deep as classes are nested
_MANY = 3  # folders of images that make the folder around them a dataset, not a project


class FoundRoot(NamedTuple):
    """A root, and why another folder could be it; ``doubt`` is empty if none could."""

    path: Path
    doubt: str = ""


def find_root(image: Path, run_file: str) -> FoundRoot | None:
    """Return the root of the dataset that an image is of; None if there are no classes around.

    ``image`` is an absolute path. A folder that holds ``run_file`` is a root for sure. Otherwise
    the root is the nearest folder of which most folders hold images, as class folders do. A few
    folders are looked at, and of each the first entries, so that this is quick in any dataset.

    On a server looking would be slow: there the root is the folder around that of the image.
    """
    if is_url(image):
        return FoundRoot(image.parents[1]) if len(image.parents) > 1 else None
    above = list(_above(image))
    for path in above:
        if os.path.isfile(path / run_file):  # noqa: PTH113, is_file() raises where nobody may look
            return FoundRoot(path)
    levels = [FolderAbove.look(path, below.name, run_file) for below, path in pairwise(above)]
    return _nearest(levels)


def find_flat_root(image: Path, run_file: str) -> FoundRoot:
    """Return the root of images without classes: the highest folder in a row that holds images.

    On a server it is the folder of the image.
    """
    if is_url(image):
        return FoundRoot(image.parent)
    above = list(_above(image)) or [image.parent]
    root = above[0]
    for path in above[1:]:
        if not FolderAbove.look(path, root.name, run_file).images:
            break
        root = path
    doubt = f"{above[0]} could be it too" if root != above[0] else ""
    return FoundRoot(root, doubt)


def _above(image: Path) -> Iterator[Path]:
    """Yield the folders above an image that a dataset may be in, from the nearest one.

    A home or the folder for temporary files holds anything: it is no dataset.
    """
    temporary = tempfile.gettempdir()
    shared = {os.environ.get("HOME"), temporary, os.path.realpath(temporary)}
    for path in image.parents[:_LEVELS]:
        if path == path.parent or str(path) in shared:
            return
        yield path


def _nearest(levels: list[FolderAbove]) -> FoundRoot | None:
    doubtful = None
    for number, level in enumerate(levels):
        if level.has_inner_link:  # a folder of runs, such as those of a test: no dataset is above
            break
        higher = levels[number + 1] if number + 1 < len(levels) else None
        if higher and _is_split(higher):
            return FoundRoot(higher.path, f"{level.path} could be it too")
        doubt = level.doubt_as_root(number)
        if doubt == "" and number and level.is_detour:
            sure = number == 1 and level.siblings_with_images + 1 >= _MANY
            return FoundRoot(level.path, "" if sure else f"{levels[0].path} could be it too")
        if doubt == "":
            return _unless_higher(level, higher)
        if doubt and doubtful is None:
            doubtful = FoundRoot(level.path, doubt)
    return doubtful


def _unless_higher(level: FolderAbove, higher: FolderAbove | None) -> FoundRoot:
    """Return the root, or the folder above it if this is a class of nested folders there."""
    if higher is None or higher.has_inner_link:
        return FoundRoot(level.path)
    holding = higher.count(Kind.IMAGES)
    others = len(higher.kinds) - higher.count(Kind.EMPTY) - holding
    if holding >= _MANY and holding >= _MANY * others and not higher.images:
        return FoundRoot(higher.path, f"{level.path} could be it too")
    if holding and not higher.images:
        return FoundRoot(level.path, f"{higher.path} could be it too")
    return FoundRoot(level.path)


def _is_split(level: FolderAbove) -> bool:
    """Return True if the way to the image leads through a split of a folder."""
    if not level.leads_to_split:
        return False
    try:
        return level.way in find_layout(level.path).splits
    except EnvironmentFailure:
        return False
