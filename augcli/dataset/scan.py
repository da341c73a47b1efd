"""List the sources of a class-folder dataset, folder by folder, in a fixed order."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from augcli.errors import SourceProblem, UsageProblem
from augcli.imaging.codec.formats import INPUT_ENDINGS
from augcli.storage.files import cannot
from augcli.storage.read import NOT_THE_FILE

_TO_A_FOLDER, _IN_A_CIRCLE = "a link to a folder", "a link in a circle"
_LINKS_TO_FOLDERS = (_TO_A_FOLDER, _IN_A_CIRCLE)


@dataclass(frozen=True)
class Source:
    """One image file.

    ``name`` is its path below the root, with ``/``; ``size`` is in bytes; ``touched`` is the time
    when it was last changed or put there, in nanoseconds since 1970. ``link_problem`` is the reason
    why a link is not followed, empty for other files. A folder that can't be listed stands for the
    images in it: ``unlisted`` says why.
    """

    name: str
    label: str
    size: int = 0
    touched: int = 0
    link_problem: str = ""
    unlisted: str = ""

    @property
    def folder(self) -> str:
        """The folder below the root, without a final slash; empty for the root."""
        return self.name.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0]

    @property
    def ending(self) -> str:
        """The part of the name after the last dot, in its own spelling."""
        return self.name.rpartition(".")[2]


class Folder(NamedTuple):
    """The sources of a folder, sorted by name, and the paths of the folders in it."""

    sources: list[Source]
    folders: list[str]


@dataclass
class Dataset:
    """A root folder with a folder for each class, or with images of no class if ``flat``.

    Links are read if they lead to a file inside the root, or anywhere with ``follow_links``.
    ``passed_over`` counts the files that the last listing left out, by reason; ``unlisted`` names
    the folders that it could not list.
    """

    root: Path
    flat: bool = False
    follow_links: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)
    unlisted: list[str] = field(default_factory=list)

    def folders(self) -> Iterator[Folder]:
        """Yield the sources of one folder after the other, sorted by name on every file system.

        Raises:
            UsageProblem: the root is not a folder, or has no images in class folders.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        self.passed_over.clear()
        self.unlisted.clear()
        _check_is_folder(self.root)
        images_found = False
        for folder in self._walk("", "" if self.flat else None, ()):
            images_found = images_found or bool(folder.sources)
            if folder.sources:
                yield folder
        if not images_found:
            raise self._nothing_found()

    def _walk(self, folder: str, label: str | None, above: tuple[Path, ...]) -> Iterator[Folder]:
        """Yield a folder and those below it. ``label`` is None at a root with class folders.

        ``above`` holds the real paths of the linked folders on the way.
        """
        sources, below, links = [], [], []
        try:
            entries = self._entries(folder)
        except SourceProblem as refused:
            self.unlisted.append(folder)
            yield Folder([Source(folder, label or "", unlisted=refused.text)], [])
            return
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            problem = self._link_problem(entry, above) if entry.is_symlink() else ""
            reason = self._reason_to_pass(entry, label, problem)
            if reason:
                self.passed_over[reason] += 1
            elif problem and label is None:  # to a folder: its class would be lost in a count
                links.append(Source(name, entry.name, link_problem=problem))
            elif problem:
                sources.append(Source(name, label or "", link_problem=problem))
            elif entry.is_dir():
                below.append((name, entry.is_symlink()))
            else:
                sources.append(_source(entry, name, label or ""))
        yield Folder(sources, [name for name, _ in below])
        yield Folder(links, [])  # by themselves: they take no name that a copy could have
        for name, linked in below:
            through = (*above, (self.root / name).resolve()) if linked else above
            yield from self._walk(name, name if label is None else label, through)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        path = self.root / folder
        try:
            with os.scandir(path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if not folder or error.errno in NOT_THE_FILE:
                raise cannot("list", path, error) from error
            why = error.strerror or str(error)
            raise SourceProblem("bad", "unreadable", f"cannot be listed: {why}") from error

    def _reason_to_pass(self, entry: os.DirEntry[str], label: str | None, problem: str) -> str:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            return "hidden"
        if label is None and problem in _LINKS_TO_FOLDERS:
            return ""
        is_image = entry.name.rpartition(".")[2].lower() in INPUT_ENDINGS
        if not is_image and (problem or not entry.is_dir()):
            return problem or "not an image"
        outside = label is None and (problem or not entry.is_dir())
        return "outside the class folders" if outside else ""

    def _link_problem(self, entry: os.DirEntry[str], above: tuple[Path, ...]) -> str:
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
            return "a link that leads nowhere"
        if target.is_dir():
            if not self.follow_links:
                return _TO_A_FOLDER
            around = Path(entry.path).parent.resolve()
            return _IN_A_CIRCLE if target in (*above, around, *around.parents) else ""
        inside = self.follow_links or target.is_relative_to(self.root.resolve())
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


def _source(entry: os.DirEntry[str], name: str, label: str) -> Source:
    try:
        status = entry.stat()
    except OSError:  # it has just vanished: reading it will report that
        return Source(name, label)
    return Source(name, label, status.st_size, _last(status))


def touched(path: str) -> float:
    """Return when a file was last changed or put there, in nanoseconds; infinity if it is gone."""
    try:
        return _last(os.stat(path))  # noqa: PTH116, Path costs as much as the call itself
    except OSError:
        return math.inf


def _last(status: os.stat_result) -> int:
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _check_is_folder(root: Path) -> None:
    hint = "give the folder that holds the class folders"
    if not root.exists():
        raise UsageProblem(f"{root} does not exist", hint)
    if not root.is_dir():
        raise UsageProblem(f"{root} is a file, not a folder", hint)
