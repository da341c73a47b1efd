"""What there is: the sources of a class-folder dataset, folder by folder, in a fixed order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from augcli.codec.formats import INPUT_ENDINGS
from augcli.errors import UsageProblem
from augcli.files import cannot


@dataclass(frozen=True)
class Source:
    """One image file: ``name`` is its path below the root, with ``/``; ``size`` is in bytes."""

    name: str
    label: str
    size: int

    @property
    def folder(self) -> str:
        """The folder below the root, without a slash at its end; empty for the root."""
        return self.name.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0]

    @property
    def ending(self) -> str:
        """What follows the last dot of the name, as spelt."""
        return self.name.rpartition(".")[2]


@dataclass
class Dataset:
    """A root folder with a folder for each class; all in one if ``flat``.

    ``passed_over`` counts what the last scan left out, by reason.
    """

    root: Path
    flat: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)

    def folders(self) -> Iterator[list[Source]]:
        """List the sources, a folder at a time, sorted by name whatever the file system says.

        Raises:
            UsageProblem: the root is no folder, or holds no images where they are looked for.
        """
        self.passed_over.clear()
        _check_is_folder(self.root)
        images_found = False
        for sources in self._walk("", label="" if self.flat else None):
            images_found = images_found or bool(sources)
            if sources:
                yield sources
        if not images_found:
            raise self._nothing_found()

    def _walk(self, folder: str, label: str | None) -> Iterator[list[Source]]:
        """Walk a folder; ``label`` is None at a root whose folders are the classes."""
        sources, below = [], []
        for entry in self._entries(folder):
            reason = self._reason_to_pass(entry, label)
            if reason:
                self.passed_over[reason] += 1
                continue
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir():
                below.append(name)
            else:
                sources.append(Source(name, label or "", entry.stat().st_size))
        yield sources
        for name in below:
            yield from self._walk(name, name if label is None else label)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        path = self.root / folder
        try:
            with os.scandir(path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise cannot("list", path, error) from error

    def _reason_to_pass(self, entry: os.DirEntry[str], label: str | None) -> str | None:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            return "hidden"
        if entry.is_symlink() and not self._leads_to_file_inside(entry):
            return "link"
        if entry.is_dir():
            return None
        if not entry.is_file() or entry.name.rpartition(".")[2].lower() not in INPUT_ENDINGS:
            return "not an image"
        return "outside the class folders" if label is None else None

    def _leads_to_file_inside(self, entry: os.DirEntry[str]) -> bool:
        target = Path(entry.path).resolve()
        return target.is_file() and target.is_relative_to(self.root.resolve())

    def _nothing_found(self) -> UsageProblem:
        if self.passed_over["outside the class folders"]:
            return UsageProblem(
                f"{self.root} has images but no class folders",
                f"expected {self.root / 'CLASS' / 'IMAGE.jpg'}; "
                "add --flat if the images have no classes",
            )
        return UsageProblem(
            f"{self.root} has no images in class folders",
            f"expected {self.root / 'CLASS' / 'IMAGE.jpg'}, "
            f"ending in {', '.join(sorted(INPUT_ENDINGS))}",
        )


def _check_is_folder(root: Path) -> None:
    if not root.exists():
        raise UsageProblem(f"{root} does not exist", "give the folder that holds the class folders")
    if not root.is_dir():
        raise UsageProblem(
            f"{root} is a file, not a folder", "give the folder that holds the class folders"
        )
