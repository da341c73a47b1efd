"""Tell which data loaders would leave out or split files of OUT, by formats and names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from augcli.dataset.splits import is_training
from augcli.expansion.jobs import Job

KERAS = "Keras image_dataset_from_directory"
KERAS_GENERATOR = "Keras flow_from_directory"
TORCHVISION = "torchvision ImageFolder"
HUGGING_FACE = "Hugging Face imagefolder"
ULTRALYTICS = "Ultralytics"

# Of all the endings that a file of OUT can have, those that each loader reads. From the sources of
# Keras 3.15, torchvision 0.29, datasets 5.2 and Ultralytics 8.4.
READ = {
    KERAS: "bmp gif jpeg jpg png",
    KERAS_GENERATOR: "bmp jpeg jpg png ppm tif tiff",
    TORCHVISION: "bmp jpeg jpg pgm png ppm tif tiff webp",
    HUGGING_FACE: ("apng bmp dib gif jfif jpe jpeg jpg pbm pgm png pnm ppm tif tiff webp"),
    ULTRALYTICS: "avif bmp heic heif jpeg jpg mpo png tif tiff webp",
}
"""The endings that each loader reads, of those that files of OUT can have."""

SPLIT_WORDS = "train training validation valid dev val test testing eval evaluation"
"""The words of which Hugging Face makes splits."""

_SEPARATOR, _ANY_WORD = "[-._ 0-9]", "|".join(SPLIT_WORDS.split())
# datasets/data_files.py: a word alone in the name of a folder, or before a separator in a file's.
_FOLDER = re.compile(f"(.*{_SEPARATOR})?({_ANY_WORD})({_SEPARATOR}.*)?", re.DOTALL)
_FILE = re.compile(f"(.*{_SEPARATOR})?({_ANY_WORD}){_SEPARATOR}.*", re.DOTALL)


@dataclass(frozen=True)
class Trap:
    """What a loader makes of OUT that people would not expect.

    It reads ``read`` of ``files`` files; ``text`` says why and what to do.
    """

    loader: str
    files: int
    read: int
    text: str


@dataclass
class LoaderCheck:
    """Collects the names of the files of OUT, and tells which loaders are hit.

    None is if OUT is no tree of folders but holds shards: ``is_tree`` is False.
    """

    is_tree: bool = True
    files: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    in_folders: Counter[str] = field(default_factory=Counter)
    in_names: int = 0
    example: str = ""
    splits: set[str] = field(default_factory=set)

    def add(self, file: str, count: int = 1, split: str = "") -> None:
        """Add a file by its path below OUT, or ``count`` of them whose names are alike.

        ``split`` is the folder of the split that it is in, if OUT is in splits.
        """
        folder, _, name = file.rpartition("/")
        self.files += count
        self.endings[name.rpartition(".")[2].lower()] += count
        self.in_folders[folder] += count
        if _FILE.fullmatch(name):
            self.in_names += count
            self.example = min(self.example or file, file)
        if split:
            self.splits.add(split)

    def add_outputs(self, job: Job, copies: int, *, original: bool = False) -> None:
        """Add so many of the copies of a source, and its original."""
        if copies:
            self.add(job.name.copy(1), copies, job.source.split)
        if original:
            self.add(job.name.original, split=job.source.split)

    def traps(self) -> list[Trap]:
        """Return what loaders would make of the files."""
        if not self.is_tree:
            return []
        found = [self._by_ending(loader) for loader in READ]
        return [trap for trap in (*found, self._by_name(), self._by_chance()) if trap]

    def as_json(self) -> list[dict[str, Any]]:
        """Return the traps, for ``--json``."""
        return [asdict(trap) for trap in self.traps()]

    def _by_ending(self, loader: str) -> Trap | None:
        passed = sorted(self.endings.keys() - READ[loader].split())
        read = self.files - sum(self.endings[ending] for ending in passed)
        return (
            self._trap(loader, read, f"not {' and '.join(passed)}: --format png")
            if passed
            else None
        )

    def _by_name(self) -> Trap | None:
        """Return the trap of Hugging Face: if any name makes a split, the others are left out."""
        folders = sorted(folder for folder in self.in_folders if _makes_split(folder))
        read = sum(self.in_folders[folder] for folder in folders) or self.in_names
        if self.splits:
            return self._by_split(read)
        if not read:
            return None
        example = f"{folders[0]}/" if folders else self.example
        text = f"as it makes splits of names such as {example}: rename them"
        return self._trap(HUGGING_FACE, read, text)

    def _by_split(self, read: int) -> Trap | None:
        """Return the trap of Hugging Face in an OUT in splits, of which it would read ``read``."""
        unknown = sorted(name for name in self.splits if not _makes_split(name))
        classes = sorted(one for one in self.in_folders if _makes_split(one.partition("/")[2]))
        if unknown and read:
            why = f"as it knows no split {', '.join(unknown)}: rename what it leaves out"
            return self._trap(HUGGING_FACE, read, why)
        if len(unknown) > 1:
            why = f"all for training, as it knows no split {', '.join(unknown)}: rename them"
            return self._trap(HUGGING_FACE, self.files, why)
        if classes:
            why = f"those in {classes[0]}/ for two splits, as its name makes another: rename it"
            return self._trap(HUGGING_FACE, self.files, why)
        return None

    def _by_chance(self) -> Trap | None:
        """Return the trap of Ultralytics: it wants a folder train, and splits at random without."""
        training = [name for name in self.splits if is_training(name)]
        if "train" in {folder.partition("/")[0] for folder in self.in_folders}:
            return None
        if training:
            text = (
                f"{ULTRALYTICS} finds no folder train, and splits all files at random: rename "
                f"{training[0]} to train"
            )
        elif self.files and not self.splits:
            text = (
                f"{ULTRALYTICS} splits a folder without train at random, with copies of one image "
                "on both sides: --split val=0.2 splits first"
            )
        else:
            return None
        return Trap(ULTRALYTICS, self.files, self.files, text)

    def _trap(self, loader: str, read: int, why: str) -> Trap:
        text = f"{loader} reads {read} of {self.files} files, {why}"
        return Trap(loader, self.files, read, text)


@cache
def _makes_split(folder: str) -> bool:
    return any(_FOLDER.fullmatch(name) for name in folder.split("/"))
