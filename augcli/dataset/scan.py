"""A dataset: its sources, in class folders or in shards, in a fixed order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from augcli.dataset.folder_listing import FolderListing
from augcli.dataset.layout import Layout, find_layout
from augcli.dataset.links import LINKED_FOLDER
from augcli.dataset.listing import alike, shown_folders
from augcli.dataset.nothing_found import (
    OUTSIDE,
    check_is_folder,
    nothing_found,
    nothing_in_shards,
)
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.place import Place
from augcli.dataset.shard_listing import ShardListing
from augcli.dataset.shards_at import check_library, shards_at
from augcli.dataset.source import Folder
from augcli.dataset.splits import LEFT_OUT, Split, SplitMode, SplitUse, is_training
from augcli.errors import EnvironmentFailure
from augcli.storage.digests import KnownDigests
from augcli.storage.remote.url import as_path
from augcli.storage.spellings import locate


@dataclass
class Dataset:
    """A root folder with a folder for each class, or with images of no class if ``flat``.

    The class folders may be in splits: train, val, test. ``splits`` says what becomes of those that
    are not for training: their sources are listed, left out, or they are classes like others.

    Links are read if they lead to a file inside the root, or anywhere with ``follow_links``.
    ``passed_over`` counts the files that the last listing left out, by reason; ``unlisted`` names
    the folders that it could not list; ``merging`` holds names that some file systems take for the
    same.
    """

    root: Path
    flat: bool = False
    follow_links: bool = False
    splits: SplitMode = "carry"
    passed_over: PassedOver = field(default_factory=PassedOver)
    unlisted: list[str] = field(default_factory=list)
    merging: list[tuple[str, ...]] = field(default_factory=list)

    @cached_property
    def digests(self) -> KnownDigests:
        """The digests of the sources, by name."""
        return KnownDigests(self.root)

    @cached_property
    def shards(self) -> ShardListing | None:
        """The listing of a root that is a shard, or holds shards; None if it holds folders.

        Raises:
            UsageProblem: a library for them is not installed.
            EnvironmentFailure: the root can't be listed.
        """
        found = shards_at(self.root, follow_links=self.follow_links)
        if not found:
            return None
        check_library(found)
        return ShardListing(self.root, found, flat=self.flat, splits=self.splits != "classes")

    @cached_property
    def layout(self) -> Layout:
        """What the folders at the root are. Raises EnvironmentFailure if it can't be listed."""
        if self.shards:
            return Layout(self.shards.splits)
        if self.splits == "classes":
            return Layout()
        return find_layout(self.root, flat=self.flat, follow_links=self.follow_links)

    def check(self) -> None:
        """Check that there is a source, without listing them all.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        if self.shards:
            self.shards.check()
            deque(self.folders(), maxlen=0)
            return
        check_is_folder(self.root)
        try:
            found = self._listing.has_source(self.root, self._top, ())
        except EnvironmentFailure:
            found = False
        if not found:
            deque(self.folders(), maxlen=0)  # which tells what is wrong, if nothing is there

    def folders(self) -> Iterator[Folder]:
        """Yield the sources of one folder after the other, sorted by name on every file system.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        self.passed_over.clear()
        self.unlisted.clear()
        self.merging.clear()
        if self.shards:
            yield from self._folders_of(self.shards)
            return
        check_is_folder(self.root)
        images_found, linked = False, 0
        for folder in self._listing.walk("", self._top, ()):
            links = sum(source.link_problem == LINKED_FOLDER for source in folder.sources)
            linked += links
            images_found = images_found or links < len(folder.sources)
            if folder.sources:
                yield folder
        if not images_found:
            linked += self.passed_over[LINKED_FOLDER]
            raise nothing_found(self.root, linked=linked, outside=self.passed_over[OUTSIDE])

    def _folders_of(self, shards: ShardListing) -> Iterator[Folder]:
        found = list(shards.folders(self._kept))
        self.passed_over.add_all(shards.passed_over)
        self.unlisted += shards.unlisted
        for split in sorted(self.layout.splits.keys() - {*self._kept}):
            self.passed_over.note(LEFT_OUT, split)
        if not found:
            raise nothing_in_shards(self.root, self.passed_over[OUTSIDE])
        yield from found

    @cached_property
    def found_splits(self) -> list[Split]:
        """The splits, with the number of images in each; none if there are no splits."""
        if not self.layout.splits:
            return []
        everything = replace(
            self, splits="carry", passed_over=PassedOver(), unlisted=[], merging=[]
        )
        images = Counter(one.split for folder in everything.folders() for one in folder.sources)
        return [Split(name, self._use_of(name), images[name]) for name in self.layout.splits]

    def classes(self) -> list[str]:
        """Return the classes whose images get copies; none if there are no classes.

        They are the class folders that hold files of any kind.
        """
        splits = self.layout.splits
        if splits:
            return sorted({one for name in splits if is_training(name) for one in splits[name]})
        return self.class_folders()

    def class_folders(self, *, empty: bool = False) -> list[str]:
        """Return the paths of the class folders, of every split that is not left out.

        With ``empty``, those without any file are there too.
        """
        splits = self.layout.splits
        if self.shards:
            return self.shards.class_folders(self._kept)
        if not splits:
            return [] if self.flat else shown_folders(self.root, empty=empty)
        kept = [(name, locate(self.root, name)) for name in self._kept if splits[name]]
        return [f"{name}/{one}" for name, at in kept for one in shown_folders(at, empty=empty)]

    def has_class(self, label: str) -> bool:
        """Return True if there is a folder for a class, empty or not."""
        try:
            if self.shards:
                return label in self.classes()
            above = [f"{name}/" for name in self.layout.splits if is_training(name)]
        except EnvironmentFailure:
            return False
        return any(as_path(locate(self.root, f"{one}{label}")).is_dir() for one in above or [""])

    def merging_classes(self) -> list[tuple[str, ...]]:
        """Return the classes whose names some file systems take for the same, in groups."""
        return list(alike(self.class_folders()))

    @property
    def _kept(self) -> list[str]:
        return [name for name in self.layout.splits if self._use_of(name) != "leave-out"]

    def _use_of(self, split: str) -> SplitUse:
        if is_training(split):
            return "augment"
        return "leave-out" if self.splits == "leave-out" else "carry"

    @property
    def _top(self) -> Place:
        splits = self.layout.splits
        return Place(label="" if self.flat and not splits else None, splits=splits)

    @property
    def _listing(self) -> FolderListing:
        return FolderListing(
            self.root,
            self.follow_links,
            self.layout,
            self._kept,
            self.passed_over,
            self.unlisted,
            self.merging,
        )
