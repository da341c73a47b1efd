"""Refuse a DATA that is no folder, or where no image was found, with the way out."""

from __future__ import annotations

from pathlib import Path

from augcli.dataset.listing import scanned
from augcli.errors import UsageProblem
from augcli.imaging.codec.formats import INPUT_ENDINGS
from augcli.storage.remote.scheme import archive_kind, chain_of
from augcli.storage.remote.url import as_path

OUTSIDE = "outside the class folders"
"""The reason to pass over an image that belongs to no class."""


def check_is_folder(root: Path) -> None:
    """Check that DATA is a folder. Raises UsageProblem."""
    hint = "give the folder that holds the class folders"
    if not root.exists():
        chain = chain_of(str(root))
        if chain and not as_path(chain.archive).exists():
            raise UsageProblem(f"{chain.archive} does not exist", "give the archive of the images")
        raise UsageProblem(f"{root} does not exist", hint)
    if not root.is_dir():
        if kind := archive_kind(root.name):
            hint = f"to take what is in it, write {kind}://::{root}"
        raise UsageProblem(f"{root} is a file, not a folder", hint)


def nothing_found(root: Path, *, linked: int, outside: int) -> UsageProblem:
    """Return the problem of a root without images.

    ``linked`` counts the linked folders that were not followed, ``outside`` the images that belong
    to no class.
    """
    with scanned(root) as entries:
        names = [entry.name for entry in entries]
    if any(name.endswith(".tfrecord") for name in names):
        return UsageProblem(
            f"{root} holds TFRecord files, which augcli writes and does not read",
            "give images in class folders, or shards of WebDataset or Parquet",
        )
    expected = f"expected {root / 'CLASS' / 'IMAGE.jpg'}"
    if linked:
        folders = "a linked folder" if linked == 1 else f"{linked} linked folders"
        return UsageProblem(
            f"{root} has no images in class folders, but {folders}",
            f"add --follow-links to take what is in {'it' if linked == 1 else 'them'}",
        )
    if outside:
        return UsageProblem(
            f"{root} has images but no class folders",
            f"{expected}; add --labels FILE if a table has the classes, --flat if there are none",
        )
    return UsageProblem(
        f"{root} has no images in class folders",
        f"{expected}, ending in {', '.join(sorted(INPUT_ENDINGS))}",
    )


def nothing_in_shards(root: Path, outside: int) -> UsageProblem:
    """Return the problem of shards without images; ``outside`` counts those without a class."""
    if outside:
        images = "1 image" if outside == 1 else f"{outside} images"
        return UsageProblem(
            f"{root} has {images} in shards, and nothing that tells a class",
            "add --flat if there are none; WebDataset has them in .cls or .json",
        )
    return UsageProblem(
        f"{root} has no images in its shards",
        "expected members such as NAME.jpg with NAME.cls or NAME.json, or columns image and label",
    )
