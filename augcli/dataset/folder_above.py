"""Look at a folder above an image: what its folders hold, so far as a few entries show it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Self

from augcli.dataset.listing import is_folder, scanned
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.splits import has_split_name
from augcli.errors import EnvironmentFailure
from augcli.imaging.codec.formats import INPUT_ENDINGS
from augcli.storage.remote.entry import Entry

_MOST_ENTRIES = 1000  # of the folder itself
_MOST_FOLDERS = 50  # in it that are looked at
_FIRST = 100  # entries of each of these: an image is among them if it holds images


class Kind(Enum):
    """What a folder holds: images, else folders, else other files, or nothing."""

    IMAGES = "images"
    FOLDERS = "folders"
    FILES = "files"
    EMPTY = "empty"


@dataclass(frozen=True)
class FolderAbove:
    """A folder above an image.

    ``way`` is the name of the folder in it that leads to the image; ``kinds`` says what each of its
    folders holds; ``images`` is how many images it holds itself. With ``has_inner_link``, a link in
    it leads to one of its folders, as programs make for the latest of their runs.
    """

    path: Path
    way: str
    kinds: Mapping[str, Kind]
    images: int
    has_inner_link: bool

    @classmethod
    def look(cls, path: Path, way: str, run_file: str) -> Self:
        """Look at a folder; one that can't be listed has nothing but the way.

        Folders that hold ``run_file`` don't count: they are made of a dataset.
        """
        folders, images, has_inner_link = [way], 0, False
        for entry in _shown(path, _MOST_ENTRIES):
            if entry.is_symlink() and is_folder(entry):
                target = Path(os.path.realpath(entry.path))
                has_inner_link = has_inner_link or target.parent == path.resolve()
            elif is_folder(entry):
                folders.append(entry.name)
            else:
                images += _is_image(entry)
        some = dict.fromkeys(folders[:_MOST_FOLDERS])
        made = {name for name in some if os.path.lexists(path / name / run_file)}
        kinds = {name: _kind(path / name) for name in some if name not in made}
        return cls(path, way, kinds, images, has_inner_link)

    def count(self, kind: Kind) -> int:
        """Return how many of the folders are of a kind."""
        return list(self.kinds.values()).count(kind)

    def doubt_as_root(self, depth: int) -> str | None:
        """Return why this may not be the root of classes; None if it is none, empty if it is one.

        ``depth`` is 0 if the image lies in ``way`` itself, and 1 in a folder of that.
        """
        if depth == 0:
            classes = self.count(Kind.IMAGES)
        else:
            classes = (
                1 + self.siblings_with_images + (self.siblings_like_way() if depth == 1 else 0)
            )
        others = len(self.kinds) - self.count(Kind.EMPTY) - classes
        if classes == 1:
            return f"{self.path} has one class folder" if depth == 0 and not others else None
        if classes <= others or (others and depth and self.is_detour):
            return None
        return f"{self.path} has images beside its folders" if self.images else ""

    @property
    def is_detour(self) -> bool:
        """True if ``way`` holds no images itself, as most classes do."""
        return self.kinds.get(self.way) is not Kind.IMAGES

    @property
    def siblings_with_images(self) -> int:
        """How many of the other folders hold images."""
        return self.count(Kind.IMAGES) - (not self.is_detour)

    def siblings_like_way(self) -> int:
        """Count the other folders that hold no images, but a folder named as one in ``way``."""
        inner = _folder_names(self.path / self.way)
        return sum(
            kind is Kind.FOLDERS and not inner.isdisjoint(_folder_names(self.path / name))
            for name, kind in self.kinds.items()
            if name != self.way
        )

    @property
    def leads_to_split(self) -> bool:
        """True if the folder that leads to the image has the name of a split."""
        return has_split_name(self.way)


def _kind(folder: Path) -> Kind:
    kind = Kind.EMPTY
    for entry in _shown(folder, _FIRST):
        if _is_image(entry):
            return Kind.IMAGES
        if is_folder(entry):
            kind = Kind.FOLDERS
        elif kind is Kind.EMPTY:
            kind = Kind.FILES
    return kind


def _folder_names(folder: Path) -> set[str]:
    return {entry.name for entry in _shown(folder, _FIRST) if is_folder(entry)}


def _is_image(entry: Entry) -> bool:
    """Return True if an entry looks like an image, and not like a figure of augcli."""
    stem, _, ending = entry.name.rpartition(".")
    return ending.lower() in INPUT_ENDINGS and not stem.endswith("_preview")


def _shown(folder: Path, most: int) -> Iterator[Entry]:
    """Yield the first entries of a folder that are not hidden; none if it can't be listed."""
    try:
        with scanned(folder) as entries:
            yield from (entry for entry in islice(entries, most) if not is_hidden(entry.name))
    except EnvironmentFailure:
        return
