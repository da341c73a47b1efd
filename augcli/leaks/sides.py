"""Find the folders that no picture may be shared by, and list the images in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.listing import shown_folders
from augcli.dataset.nothing_found import check_is_folder
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import is_split, place_of
from augcli.errors import UsageProblem
from augcli.storage.remote.url import as_path

_MOST = 3  # folders: for training, validation and test


@dataclass(frozen=True)
class Side:
    """A folder, and its images with the class of each: the first folder below it, or below its
    splits, or nothing.

    ``unreadable`` names the images that are not read, and says why.
    """

    folder: Path
    labels: dict[Path, str]
    unreadable: dict[Path, str]


def find_sides(folders: Sequence[Path], *, follow_links: bool = False) -> list[Side]:
    """Return the sides to compare: the folders, or the splits in the only one.

    ``follow_links`` takes links that lead out of a side too, as in splits that are made of links.

    Raises:
        UsageProblem: a folder is missing, or is in another; there are too many, or no splits.
        EnvironmentFailure: a folder can't be listed.
    """
    if len(folders) > _MOST:
        raise UsageProblem(
            f"{len(folders)} folders were given, and at most {_MOST} can be compared",
            "type: augcli check-leak TRAIN VAL TEST",
        )
    for folder in folders:
        check_is_folder(folder)
    chosen = _splits_in(folders[0]) if len(folders) == 1 else list(folders)
    _check_apart(chosen)
    return [_listed(folder, follow_links=follow_links) for folder in chosen]


def _splits_in(root: Path) -> list[Path]:
    names = _split_names(root)
    if not names:
        raise UsageProblem(
            f"{root} has no folders train, val or test to compare",
            "give two or three folders: augcli check-leak TRAIN VAL; augcli inspect looks into one",
        )
    return [root / name for name in sorted(names, key=place_of)]


def _split_names(folder: Path) -> list[str]:
    """Return the folders in a folder that are splits, if there are two or more."""
    names = [name for name in shown_folders(folder) if is_split(name)]
    return names if len(names) > 1 else []


def _check_apart(folders: Sequence[Path]) -> None:
    real = [folder.resolve() for folder in folders]
    for number, (folder, path) in enumerate(zip(folders, real, strict=True)):
        for other_number, other in enumerate(real):
            if number != other_number and path.is_relative_to(other):
                same = "is the same folder as" if path == other else "is in"
                raise UsageProblem(
                    f"{folder} {same} {folders[other_number]}: every image would be a leak",
                    "give folders that lie side by side, such as data/train data/val",
                )


def _listed(folder: Path, *, follow_links: bool) -> Side:
    """List all images below a folder, those beside the class folders too."""
    labels, unreadable, splits = {}, {}, _split_names(folder)
    dataset = Dataset(folder, flat=True, follow_links=follow_links, splits="classes")
    for listed in dataset.folders():
        for source in listed.sources:
            path = folder / source.name
            if source.is_readable:
                first, *others = [*source.folder.split("/"), ""]
                labels[as_path(source.path)] = others[0] if first in splits else first
            else:
                reason = source.link_problem or source.unlisted or f"is {source.unread}"
                unreadable[path] = reason
    return Side(folder, labels, unreadable)
