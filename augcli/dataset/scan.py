"""List the sources of a class-folder dataset, folder by folder, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from augcli.dataset.file_kinds import FileKind, judge
from augcli.dataset.listing import alike, entries_of, has_file, scanned
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.source import Folder, Source
from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.imaging.codec.formats import INPUT_ENDINGS
from augcli.storage.digests import KnownDigests
from augcli.storage.names import locate
from augcli.storage.read import NOT_THE_FILE

_TO_A_FOLDER, _IN_A_CIRCLE = "a link to a folder", "a link in a circle"
_LINKS_TO_FOLDERS = (_TO_A_FOLDER, _IN_A_CIRCLE)


@dataclass
class Dataset:
    """A root folder with a folder for each class, or with images of no class if ``flat``.

    Links are read if they lead to a file inside the root, or anywhere with ``follow_links``.
    ``passed_over`` counts the files that the last listing left out, by reason; ``unlisted`` names
    the folders that it could not list; ``merging`` holds names that some file systems take for the
    same.
    """

    root: Path
    flat: bool = False
    follow_links: bool = False
    passed_over: PassedOver = field(default_factory=PassedOver)
    unlisted: list[str] = field(default_factory=list)
    merging: list[tuple[str, ...]] = field(default_factory=list)

    @cached_property
    def digests(self) -> KnownDigests:
        """The digests of the sources, by name."""
        return KnownDigests(self.root)

    def check(self) -> None:
        """Check that there is a source, without listing them all.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        _check_is_folder(self.root)
        try:
            found = self._has_source(self.root, self._top_label, ())
        except EnvironmentFailure:
            found = False
        if not found:
            next(self.folders())  # which tells what is wrong, if that is more than one folder

    def folders(self) -> Iterator[Folder]:
        """Yield the sources of one folder after the other, sorted by name on every file system.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        self.passed_over.clear()
        self.unlisted.clear()
        self.merging.clear()
        _check_is_folder(self.root)
        images_found = False
        for folder in self._walk("", self._top_label, ()):
            images_found = images_found or bool(folder.sources)
            if folder.sources:
                yield folder
        if not images_found:
            raise self._nothing_found()

    def classes(self) -> list[str]:
        """Return the class folders that hold files of any kind; none if there are no classes."""
        folders = [] if self.flat else [one for one in self._entries("") if one[1].is_dir()]
        return [name for name, entry in folders if name[0] != "." and has_file(entry)]

    def merging_classes(self) -> list[tuple[str, ...]]:
        """Return the classes whose names some file systems take for the same, in groups."""
        return list(alike(self.classes()))

    @cached_property
    def _real_root(self) -> Path:
        return self.root.resolve()

    @property
    def _top_label(self) -> str | None:
        return "" if self.flat else None

    def _walk(self, folder: str, label: str | None, above: tuple[Path, ...]) -> Iterator[Folder]:
        """Yield a folder and those below it. ``label`` is None at a root with class folders.

        ``above`` holds the real paths of the linked folders on the way.
        """
        sources, below, apart = [], [], []
        try:
            entries = self._entries(folder)
        except EnvironmentFailure as error:
            yield Folder([self._unlisted(folder, label, error)], [])
            return
        beside = {own_name.lower() for own_name, _ in entries}
        for own_name, entry in entries:
            name = f"{folder}/{own_name}" if folder else own_name
            problem = self._link_problem(entry, above) if entry.is_symlink() else ""
            kind = self._kind(entry, problem, beside)
            reason = self._reason_to_pass(entry, label, problem, kind)
            if reason:
                self.passed_over.note(reason, name)
            elif problem and label is None:  # to a folder: its class would be lost in a count
                apart.append(Source(name, own_name, entry.path, problem))
            elif kind and kind.unread:
                apart.append(Source(name, label or "", entry.path, unread=kind.unread))
            elif problem or not entry.is_dir():
                content = kind.content if kind else ""
                sources.append(Source(name, label or "", entry.path, problem, content=content))
            else:
                below.append((name, entry))
        names = [name for name, _ in below]
        yield Folder(sources, names)
        yield Folder(apart, [])  # by themselves: they take no name that a copy could have
        self.merging += alike([*(source.name for source in sources), *names])
        for name, entry in below:
            yield from self._walk(name, name if label is None else label, _through(entry, above))

    def _unlisted(self, folder: str, label: str | None, error: EnvironmentFailure) -> Source:
        """Return what stands for the images of a folder that can't be listed.

        Raises the error if it is of the root, or of the machine.
        """
        cause = error.__cause__
        if not folder or not isinstance(cause, OSError) or cause.errno in NOT_THE_FILE:
            raise error
        self.unlisted.append(folder)
        why = f"cannot be listed: {cause.strerror or cause}"
        return Source(folder, label or "", unlisted=why)

    def _has_source(self, folder: Path, label: str | None, above: tuple[Path, ...]) -> bool:
        below = []
        with scanned(folder) as entries:
            for entry in entries:
                problem = self._link_problem(entry, above) if entry.is_symlink() else ""
                kind = self._kind(entry, problem)
                if self._reason_to_pass(entry, label, problem, kind):
                    continue
                if problem or not entry.is_dir():
                    return True
                below.append(entry)
        return any(
            self._has_source(Path(entry.path), label or entry.name, _through(entry, above))
            for entry in below
        )

    def _entries(self, folder: str) -> list[tuple[str, os.DirEntry[str]]]:
        return entries_of(locate(self.root, folder))

    def _kind(
        self, entry: os.DirEntry[str], problem: str, beside: Collection[str] = ()
    ) -> FileKind | None:
        """Return what a file is; None for a folder, and for what is hidden."""
        if entry.name.startswith(".") or (not problem and entry.is_dir()):
            return None
        return judge(entry.name, "" if problem else entry.path, beside)

    def _reason_to_pass(
        self, entry: os.DirEntry[str], label: str | None, problem: str, kind: FileKind | None
    ) -> str:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            return "hidden"
        if label is None and problem in _LINKS_TO_FOLDERS:
            return ""
        if kind is None:
            return ""
        if kind.passed or (problem and kind.unread):
            return problem or kind.passed
        return "outside the class folders" if label is None else ""

    def _link_problem(self, entry: os.DirEntry[str], above: tuple[Path, ...]) -> str:
        try:
            target = Path(os.path.realpath(entry.path, strict=True))
        except OSError:
            return "a link that leads nowhere"
        if target.is_dir():
            if not self.follow_links:
                return _TO_A_FOLDER
            around = Path(entry.path).parent.resolve()
            return _IN_A_CIRCLE if target in (*above, around, *around.parents) else ""
        inside = self.follow_links or target.is_relative_to(self._real_root)
        return "" if inside else "a link that leads out of the dataset"

    def _nothing_found(self) -> UsageProblem:
        expected = f"expected {self.root / 'CLASS' / 'IMAGE.jpg'}"
        if self.passed_over["outside the class folders"]:
            return UsageProblem(
                f"{self.root} has images but no class folders",
                f"{expected}; add --flat if the images have no classes",
            )
        return UsageProblem(
            f"{self.root} has no images in class folders",
            f"{expected}, ending in {', '.join(sorted(INPUT_ENDINGS))}",
        )


def _through(entry: os.DirEntry[str], above: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the linked folders on the way to what is in a folder."""
    return (*above, Path(entry.path).resolve()) if entry.is_symlink() else above


def _check_is_folder(root: Path) -> None:
    hint = "give the folder that holds the class folders"
    if not root.exists():
        raise UsageProblem(f"{root} does not exist", hint)
    if not root.is_dir():
        raise UsageProblem(f"{root} is a file, not a folder", hint)
