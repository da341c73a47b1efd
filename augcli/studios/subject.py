"""What a studio shows: images, the pipeline to begin with, and the command of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

from augcli.config.choose import ChosenPipeline
from augcli.dataset.membership import Membership
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import UsageProblem
from augcli.pipeline.copy_maker import Output


@dataclass(frozen=True)
class ImageClass:
    """A class of the images: those from index ``first`` on, ``count`` of them."""

    name: str
    first: int
    count: int


@dataclass(frozen=True)
class Copying:
    """What of a command decides its copies beside the pipeline.

    ``partners`` are files to mix with instead of the dataset. ``typed`` are the flags that were
    typed, without their dashes: they hold against what a file says.
    """

    output: Output = Output()  # noqa: RUF009, it is frozen, so one for all is safe
    reject: bool = False
    mix_across: bool = False
    partners: tuple[Path, ...] = ()
    typed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """``data`` is the folder or the image as it was typed.

    ``dataset`` is what the images are of, None for an image in no dataset. ``sources`` are the
    images, in the order of their classes. ``save`` is the file that the page may write.
    """

    data: Path
    dataset: Dataset | None
    sources: tuple[Source, ...]
    base: ChosenPipeline
    copying: Copying = Copying()
    save: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether the studio was opened for a whole dataset."""
        return self.dataset is not None and self.dataset.root == self.data

    @cached_property
    def classes(self) -> list[ImageClass]:
        """The classes of the images."""
        found, first = [], 0
        for label, members in groupby(self.sources, key=lambda source: source.label):
            count = len(list(members))
            found.append(ImageClass(label, first, count))
            first += count
        return found

    @cached_property
    def class_names(self) -> list[str]:
        """The names of all classes of the dataset, which tell what would harm them."""
        return [] if self.dataset is None or self.dataset.flat else self.dataset.classes()


def sources_of(dataset: Dataset) -> tuple[Source, ...]:
    """Return the images of a dataset that get copies, class by class.

    Raises:
        UsageProblem: the root is not a folder, or has no images in class folders.
        EnvironmentFailure: it can't be listed.
    """
    return tuple(sorted(_with_copies(dataset), key=lambda source: source.label))


def _with_copies(dataset: Dataset) -> Iterator[Source]:
    for folder in dataset.folders():
        yield from (one for one in folder.sources if not (one.carried or one.unlisted))


def images_at(
    data: Path, folder: Dataset, member: Callable[[], Membership]
) -> tuple[Dataset | None, tuple[Source, ...]]:
    """Return the images at a path, and the dataset that they are of; None if that is not known.

    ``folder`` is the dataset if the path is that of a folder; an image's own is read in the same
    way. ``member`` tells what it is called there.

    Raises:
        UsageProblem: there is no such path, no image in class folders, or no such member.
        EnvironmentFailure: the folder can't be listed.
    """
    if data.is_dir():
        return folder, sources_of(folder)
    if not data.exists():
        raise UsageProblem(
            f"there is no {data}", "give a folder that holds class folders, or an image"
        )
    found = member()
    # A guess may be a folder of any size, and mixing would list it all.
    known = found.root if found.root and not found.doubt else None
    dataset = replace(folder, root=known, flat=found.flat) if known else None
    return dataset, (Source(found.name, found.label, str(data)),)
