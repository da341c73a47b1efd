"""What an image is called in its dataset: the name that its copies are drawn by."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.layout import find_layout
from augcli.dataset.roots import FoundRoot, find_flat_root, find_root
from augcli.dataset.splits import has_split_name
from augcli.errors import UsageProblem
from augcli.storage.names import canonical
from augcli.storage.remote.scheme import is_url


@dataclass(frozen=True)
class Membership:
    """The name of an image in a dataset: its path below the root, with ``/``, in normal form C.

    ``root`` is None if the image is in no dataset; its name is that of the file then. ``flat``
    tells that there are no classes. ``doubt`` says why the root may be another folder; it is empty
    if that is sure.
    """

    name: str
    root: Path | None = None
    flat: bool = False
    doubt: str = ""

    @property
    def split(self) -> str:
        """The split that the image is of; empty if the dataset has none."""
        first = self.name.partition("/")[0]
        if self.root is None or not has_split_name(first):
            return ""
        return first if first in find_layout(self.root, flat=self.flat).splits else ""

    @property
    def class_root(self) -> Path | None:
        """The folder that holds the class folders; None if there are none."""
        return None if self.flat or self.root is None else self.root / self.split

    @property
    def label(self) -> str:
        """The class of the image; empty if it has none."""
        below = self.name.removeprefix(f"{self.split}/")
        return "" if self.class_root is None else below.rpartition("/")[0].partition("/")[0]

    def __str__(self) -> str:
        """Return the name, and the name of the dataset."""
        return f"{self.name} of {self.root.name or self.root}" if self.root else self.name


def membership(
    image: Path, run_file: str, root: Path | None = None, *, flat: bool = False
) -> Membership:
    """Find out what an image is called: below ``root``, or below the root that looking finds.

    ``run_file`` is the name of the file that marks a root.

    Raises:
        UsageProblem: the image is not below ``root``.
    """
    if root is not None:
        return Membership(_name_below(image, root), _made_absolute(root), flat)
    found = [
        _below(path, where, flat=flat)
        for path in dict.fromkeys((_absolute(image), _real(image)))
        if (where := find_flat_root(path, run_file) if flat else find_root(path, run_file))
    ]
    # A path through links is taken as it is, unless it shows less than the real one.
    found.sort(key=lambda one: bool(one.doubt))
    return found[0] if found else Membership(canonical(image.name))


def _below(path: Path, found: FoundRoot, *, flat: bool) -> Membership:
    name = canonical(path.relative_to(found.path).as_posix())
    return Membership(name, found.path, flat, found.doubt)


def _name_below(image: Path, root: Path) -> str:
    # As typed first: a link in the dataset is expanded under its own name.
    for path, folder in (
        (_absolute(image), _made_absolute(root)),
        (_absolute(image), root.resolve()),
        (_real(image), root.resolve()),
    ):
        if path.is_relative_to(folder):
            return canonical(path.relative_to(folder).as_posix())
    raise UsageProblem(
        f"{image} is not inside --root {root}", "give the folder that holds the classes"
    )


def _absolute(image: Path) -> Path:
    """Return the path as it was typed, made absolute, without following links."""
    if is_url(image):
        return image
    if ".." in image.parts:  # after a link to a folder, it leads to the folder above the target
        return _real(image)
    return _working_folder() / image


def _made_absolute(root: Path) -> Path:
    return root if is_url(root) else Path(os.path.abspath(root))  # noqa: PTH100, resolve() would follow links


def _real(image: Path) -> Path:
    """Return the path with all links on the way followed, but not the last."""
    return image.parent.resolve() / image.name


def _working_folder() -> Path:
    """Return the working folder by the way that the shell took, which may lead through links."""
    working, said = Path.cwd(), os.environ.get("PWD", "")
    try:
        return Path(said) if Path(said).is_absolute() and working.samefile(said) else working
    except OSError:
        return working
