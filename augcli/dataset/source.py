"""A source: one image file of a dataset. A folder: its sources, and the folders in it."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from augcli.dataset.splits import is_carried
from augcli.storage.digests import version_of
from augcli.storage.remote.entry import version_in
from augcli.storage.shards.contents import size_inside


class Source(NamedTuple):
    """One image file.

    ``name`` is its path below the root, with ``/``, in Unicode normal form C. ``at`` is its path or
    URL; the root with a ``/`` at its end if the name tells the rest: one text for millions of them.
    ``link_problem`` is the reason why a link is not followed, empty for other files. A folder
    that can't be listed stands for the images in it: ``unlisted`` says why. ``split`` is the split
    that it belongs to, empty in a dataset without splits. ``unread`` names the format of an image
    that is not read; ``content`` is the usual ending of one whose own ending tells nothing.
    ``group`` names the sources that stay on one side of a split, empty if there are no groups.
    ``home`` is the folder of its outputs below OUT, None for the one that it has in the dataset.
    ``labels`` are its labels if images have any number of them; None if they have one each.
    ``listed`` is what the listing of a server tells of an object: its size, maybe its version.
    """

    name: str
    label: str
    at: str = ""
    link_problem: str = ""
    unlisted: str = ""
    split: str = ""
    unread: str = ""
    content: str = ""
    group: str = ""
    home: str | None = None
    labels: tuple[str, ...] | None = None
    listed: str = ""

    @property
    def path(self) -> str:
        """The path or URL of the file, empty if it is not known."""
        return self.at + self.name if self.at.endswith("/") else self.at

    @property
    def carried(self) -> bool:
        """True if it gets no copies, because it is not for training: it is carried over."""
        return is_carried(self.split)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that it is of: one, which is empty if there are none, or any number."""
        return (self.label,) if self.labels is None else self.labels

    @property
    def is_readable(self) -> bool:
        """True if nothing is known that keeps the file from being read."""
        return not (self.link_problem or self.unlisted or self.unread)

    @property
    def for_training(self) -> bool:
        """True if it gets copies, as far as is known before it is read."""
        return self.is_readable and not self.carried

    @property
    def size(self) -> int:
        """The size of the file in bytes; 0 if it has just vanished, which reading it reports."""
        if self.listed:
            return int(self.listed.partition(" ")[0])
        try:
            return os.stat(self.path).st_size  # noqa: PTH116, Path costs as much as the call itself
        except NotADirectoryError:
            return size_inside(self.path) or 0
        except OSError:
            return 0

    @property
    def version(self) -> str:
        """A text that is another one once the file has changed; empty if that can't be told."""
        return version_in(self.listed) or version_of(self.path)

    @property
    def folder(self) -> str:
        """The folder below the root, without a final slash; empty for the root."""
        return self.name.rpartition("/")[0]

    @property
    def out_folder(self) -> str:
        """The folder of its outputs below OUT, without a final slash; empty for OUT itself."""
        return self.folder if self.home is None else self.home

    @property
    def stem(self) -> str:
        """The name of the file without its ending.

        Of a file whose ending names no format, what follows the last dot is one only if it begins
        with a letter: ``a.JPG_ORIG`` is a, ``a.0001`` and ``a`` stay as they are.
        """
        file = self.name.rpartition("/")[2]
        before, _, ending = file.rpartition(".")
        return file if self.content and not (before and ending[:1].isalpha()) else before

    @property
    def base(self) -> str:
        """The path that it would have below OUT, without the ending."""
        return f"{self.out_folder}/{self.stem}" if self.out_folder else self.stem

    @property
    def ending(self) -> str:
        """The part of the name after the last dot, in its own spelling, if it tells the format."""
        # One text for all that have it: each would take 52 bytes, with millions of sources.
        return self.content or sys.intern(self.name.rpartition(".")[2])


class Folder(NamedTuple):
    """The sources of a folder, sorted by name, and the paths of the folders in it."""

    sources: list[Source]
    folders: list[str]
