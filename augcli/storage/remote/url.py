"""A URL as a path: what takes DATA takes it too, and asks the server in place of the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from augcli.storage.remote.scheme import is_url

if TYPE_CHECKING:
    pass


def as_path(text: str) -> Path:
    """Return a text as the path of a file on this machine, or as a URL."""
    return Url(text) if is_url(text) else Path(text)


class Url(type(Path())):  # type: ignore[misc]  # the class of paths depends on the system
    """A URL, with the methods of a path that are used of a dataset.

    As a path it has no ``//`` behind its scheme; as text it has. universal-pathlib has such paths
    for all that fsspec knows, but they are no ``Path``, and need fsspec to be loaded.
    """

    __slots__ = ()

    def __str__(self) -> str:
        scheme, _, rest = super().__str__().replace("\\", "/").partition(":/")
        return f"{scheme}://{rest}"

    def __fspath__(self) -> str:
        return str(self)

    @property
    def parents(self) -> Sequence[Self]:
        """The folders above it, down to the bucket or server."""
        return [*super().parents][:-2]

    def resolve(self, strict: bool = False) -> Self:  # noqa: ARG002, as a path has it
        """Return itself: a server has no links that it shows."""
        return self

    def is_absolute(self) -> bool:
        return True

    def is_dir(self) -> bool:
        """Return True if something is below it. Raises AugcliError if the server can't tell."""
        from augcli.storage.remote.listing import is_folder

        return is_folder(str(self))

    def is_file(self) -> bool:
        """Return True if it is an object. Raises AugcliError if the server can't tell."""
        from augcli.storage.remote.listing import is_object

        return is_object(str(self))

    def exists(self) -> bool:
        """Return True if it is an object or folder. Raises AugcliError if the server can't tell."""
        return self.is_dir() or self.is_file()
