"""Recognise what the folders at the root of a dataset are: classes, or splits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from augcli.dataset.listing import entries_of, has_file, is_folder, scanned, shown_folders
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.splits import is_split, is_training, is_without_labels
from augcli.errors import EnvironmentFailure
from augcli.imaging.codec.formats import INPUT_ENDINGS
from augcli.storage.remote.entry import Entry
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.url import as_path

_USUAL = ("train", "Train", "TRAIN", "training", "Training")


@dataclass(frozen=True)
class Layout:
    """What the folders at the root of a dataset are.

    ``splits`` has the names of the class folders of each split; a split without class folders has
    none, and its images have no class. Without splits the folders are classes. ``doubt`` says
    what else they may be, if that is not plain; it is empty otherwise.
    """

    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubt: str = ""


def find_layout(root: Path, *, flat: bool = False, follow_links: bool = False) -> Layout:
    """Find out what the folders at a root are: splits, or classes, by their names and content.

    With ``flat`` the splits hold images without classes. Linked folders count only with
    ``follow_links``. Raises EnvironmentFailure if the root can't be listed.
    """
    folders = {
        name: as_path(entry.path)
        for name, entry in entries_of(root)
        if is_folder(entry) and not is_hidden(name) and has_file(entry)
        if follow_links or not entry.is_symlink()
    }
    named = [name for name in folders if is_split(name)]
    training = [name for name in named if is_training(name)]
    if not training:
        return Layout(doubt=_further_down(folders)) if flat else _without_training(folders, named)
    if flat:
        return _flat_layout(root, named, len(folders) - len(named))
    rest = [name for name in folders if name not in named and has_image(folders[name])]
    return _layout({name: folders[name] for name in sorted([*named, *rest])}, training, rest)


def _without_training(folders: Mapping[str, Path], named: list[str]) -> Layout:
    """Return classes; with a doubt if all are named as splits and some hold class folders."""
    nested = sorted(name for name in named if _class_folders(folders[name]))
    if not named:
        return Layout(doubt=_further_down(folders))
    if not nested or any(has_image(folders[name]) for name in folders.keys() - named):
        return Layout()
    return Layout(doubt=_mixed(nested, "no images for training stand beside it"))


def _further_down(folders: Mapping[str, Path]) -> str:
    """Return a doubt if the folders that are taken for classes hold train and val or test."""
    within = [name for name, path in folders.items() if _has_splits(path)]
    if not within:
        return _alone(folders)
    found = f"{within[0]} holds train and other splits, and is taken as a class with all its images"
    if len(folders) == 1:
        return f"{found}: if they are splits, give the folder {within[0]} in it as DATA"
    others = f" (and {len(within) - 1} more)" if len(within) > 1 else ""
    return f"{found}{others}: if they are splits, put the classes into them, as in train/CLASS"


def _alone(folders: Mapping[str, Path]) -> str:
    """Return a doubt if there is one folder, and it holds folders of images, as a dataset does."""
    for name, path in folders.items() if len(folders) == 1 else ():
        inside = (one for one in _class_folders(path) if has_image(path / one))
        if len(list(islice(inside, 2))) > 1:
            return (
                f"{name} is taken as the only class: if it holds the classes, give {path} as DATA"
            )
    return ""


def _has_splits(folder: Path) -> bool:
    # First a look for one name: listing a folder of many images takes long. Behind a URL five names
    # cost five requests, and the listing is kept until the images are listed.
    if not is_url(folder) and not any((folder / name).is_dir() for name in _USUAL):
        return False
    return sum(map(is_split, _class_folders(folder))) > 1


def _flat_layout(root: Path, named: list[str], others: int) -> Layout:
    if len(named) == 1:
        return Layout()
    if others or _has_images(root):
        return Layout(
            doubt=f"{' and '.join(named)} may be splits, but other images stand beside them: "
            "copies are made of all; if they are splits, move the others out of DATA"
        )
    return Layout(dict.fromkeys(named, ()))


def _layout(folders: Mapping[str, Path], training: list[str], rest: list[str]) -> Layout:
    """Decide on folders of which some have the names of splits, and ``rest`` have others."""
    classes = {name: _class_folders(path) for name, path in folders.items()}
    others = [name for name in folders if name not in (*training, *rest)]
    # Classes of the same names in train and in test are the strongest sign.
    shared = bool(_all_of(classes, training) & _all_of(classes, others))
    nested = all(classes[name] for name in training)
    if not nested:
        holds_images = not _all_of(classes, folders) and len(folders) > 1 and not rest
        return Layout(doubt=_without_classes(folders) if holds_images else "")
    if not shared:
        if any(_has_images(folders[name]) for name in training):
            return Layout(doubt=_mixed(training, "holds images beside its folders"))
        strange = [name for name in rest if not is_without_labels(name)]
        if strange:
            beside = " and ".join(strange[:2]) + (", ..." if len(strange) > 2 else "")
            return Layout(doubt=_mixed(training, f"stands beside {beside}"))
    return Layout(
        {name: () if is_without_labels(name) else tuple(found) for name, found in classes.items()}
    )


def _all_of(classes: Mapping[str, list[str]], folders: list[str] | Mapping[str, Path]) -> set[str]:
    return {label for name in folders for label in classes[name]}


def _without_classes(folders: Mapping[str, Path]) -> str:
    return (
        f"{' and '.join(folders)} hold images and no class folders: they are taken as classes; "
        "if they are splits of images without classes, add --flat"
    )


def _mixed(nested: list[str], why: str) -> str:
    name = nested[0]
    return (
        f"{name} holds folders, as a split does, but {why}: it is taken as a class; if it is a "
        f"split, give the folder {name} itself as DATA, or move what doesn't belong there"
    )


def _class_folders(folder: Path) -> list[str]:
    try:
        return shown_folders(folder)
    except EnvironmentFailure:
        return []


def _has_images(folder: Path) -> bool:
    """Return True if there are images directly in a folder."""
    return any(_is_image(entry) for entry in _shown(folder))


def has_image(folder: Path) -> bool:
    """Return True if a folder, or one in it, holds an image."""
    waiting = [folder]
    while waiting:
        for entry in _shown(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(as_path(entry.path))
            elif _is_image(entry) or is_folder(entry):
                return True
    return False


def _is_image(entry: Entry) -> bool:
    return entry.name.rpartition(".")[2].lower() in INPUT_ENDINGS and not is_folder(entry)


def _shown(folder: Path) -> Iterator[Entry]:
    try:
        with scanned(folder) as entries:
            yield from [entry for entry in entries if not is_hidden(entry.name)]
    except EnvironmentFailure:
        return
