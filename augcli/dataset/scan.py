"""List the sources of a class-folder dataset, folder by folder, in a fixed order."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from augcli.dataset.file_kinds import FileKind, judge
from augcli.dataset.layout import Layout, find_layout
from augcli.dataset.links import LINKED_FOLDER, Links, leads_to_folder, through
from augcli.dataset.listing import alike, entries_of, scanned, shown_folders
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.nothing_found import OUTSIDE, check_is_folder, nothing_found
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.place import Place
from augcli.dataset.source import Folder, Source
from augcli.dataset.splits import LEFT_OUT, Split, SplitMode, SplitUse, is_training
from augcli.errors import EnvironmentFailure
from augcli.storage.digests import KnownDigests
from augcli.storage.names import canonical, locate
from augcli.storage.read import NOT_THE_FILE


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
    def layout(self) -> Layout:
        """What the folders at the root are. Raises EnvironmentFailure if it can't be listed."""
        if self.splits == "classes":
            return Layout()
        return find_layout(self.root, flat=self.flat, follow_links=self.follow_links)

    def check(self) -> None:
        """Check that there is a source, without listing them all.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        check_is_folder(self.root)
        try:
            found = self._has_source(self.root, self._top, ())
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
        check_is_folder(self.root)
        images_found, linked = False, 0
        for folder in self._walk("", self._top, ()):
            links = sum(source.link_problem == LINKED_FOLDER for source in folder.sources)
            linked += links
            images_found = images_found or links < len(folder.sources)
            if folder.sources:
                yield folder
        if not images_found:
            linked += self.passed_over[LINKED_FOLDER]
            raise nothing_found(self.root, linked=linked, outside=self.passed_over[OUTSIDE])

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
        if not splits:
            return [] if self.flat else shown_folders(self.root, empty=empty)
        kept = [(name, locate(self.root, name)) for name in self._kept if splits[name]]
        return [f"{name}/{one}" for name, at in kept for one in shown_folders(at, empty=empty)]

    def has_class(self, label: str) -> bool:
        """Return True if there is a folder for a class, empty or not."""
        try:
            above = [f"{name}/" for name in self.layout.splits if is_training(name)]
        except EnvironmentFailure:
            return False
        return any(Path(locate(self.root, f"{one}{label}")).is_dir() for one in above or [""])

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

    @cached_property
    def _links(self) -> Links:
        return Links(self.root, self.follow_links)

    def _walk(self, folder: str, place: Place, above: tuple[Path, ...]) -> Iterator[Folder]:
        """Yield a folder and those below it.

        ``above`` holds the real paths of the linked folders on the way.
        """
        sources, below, apart = [], [], []
        try:
            entries = entries_of(locate(self.root, folder))
        except EnvironmentFailure as error:
            yield Folder([self._unlisted(folder, place, error)], [])
            return
        beside = {own_name.lower() for own_name, _ in entries}
        for own_name, entry in entries:
            name = f"{folder}/{own_name}" if folder else own_name
            problem = self._links.problem(entry, above) if entry.is_symlink() else ""
            kind = self._kind(entry, problem, beside)
            reason = self._reason_to_pass(entry, place, problem, kind)
            if reason:
                self.passed_over.note(reason, name)
            elif problem and place.label is None:  # to a folder: its class would be lost in a count
                apart.append(place.below(own_name).source(name, entry.path, link_problem=problem))
            elif kind and kind.unread:
                apart.append(place.source(name, entry.path, unread=kind.unread))
            elif problem or not entry.is_dir():
                content = kind.content if kind else ""
                facts = {"link_problem": problem, "content": content}
                sources.append(place.source(name, entry.path, **facts))
            else:
                below.append((name, place.below(own_name), entry))
        names = [name for name, _, _ in below]
        yield Folder(sources, names)
        yield Folder(apart, [])  # by themselves: they take no name that a copy could have
        self.merging += alike([*(source.name for source in sources), *names])
        for name, inner, entry in below:
            yield from self._walk(name, inner, through(entry, above))

    def _unlisted(self, folder: str, place: Place, error: EnvironmentFailure) -> Source:
        """Return what stands for the images of a folder that can't be listed.

        Raises the error if it is of the root, or of the machine.
        """
        cause = error.__cause__
        if not folder or not isinstance(cause, OSError) or cause.errno in NOT_THE_FILE:
            raise error
        self.unlisted.append(folder)
        return place.source(folder, unlisted=f"cannot be listed: {cause.strerror or cause}")

    def _has_source(self, folder: Path, place: Place, above: tuple[Path, ...]) -> bool:
        below = []
        with scanned(folder) as entries:
            for entry in entries:
                problem = self._links.problem(entry, above) if entry.is_symlink() else ""
                kind = self._kind(entry, problem)
                passed = self._reason_to_pass(entry, place, problem, kind)
                if passed or problem == LINKED_FOLDER:
                    continue
                if problem or not entry.is_dir():
                    return True
                below.append(entry)
        return any(
            self._has_source(Path(entry.path), place.below(entry.name), through(entry, above))
            for entry in below
        )

    def _kind(
        self, entry: os.DirEntry[str], problem: str, beside: Collection[str] = ()
    ) -> FileKind | None:
        """Return what a file is; None for a folder, and for what is hidden."""
        if is_hidden(entry.name) or (not problem and entry.is_dir()):
            return None
        return judge(entry.name, "" if problem else entry.path, beside)

    def _reason_to_pass(
        self, entry: os.DirEntry[str], place: Place, problem: str, kind: FileKind | None
    ) -> str:
        if is_hidden(entry.name):
            return "hidden"
        if place.label is None and leads_to_folder(problem):
            return ""
        if kind is None:
            return self._reason_to_pass_split(canonical(entry.name)) if place.splits else ""
        if kind.passed or (problem and kind.unread):
            return problem or kind.passed
        return OUTSIDE if place.label is None else ""

    def _reason_to_pass_split(self, name: str) -> str:
        if name not in self.layout.splits:
            return "beside the splits"
        return "" if name in self._kept else LEFT_OUT
