"""A URL as a path: what takes DATA takes it too, and asks the server in place of the disk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from augcli.errors import UsageProblem
from augcli.storage.remote.scheme import is_url

_WITH_PASSWORD = re.compile(r"([^:/]+://[^:/@]*):[^/@]+@")


def as_path(text: str) -> Path:
    """Return a text as the path of a file on this machine, or as a URL.

    Raises:
        UsageProblem: a password is in the URL, which would be shown in messages and kept in files.
    """
    if not is_url(text):
        return Path(text)
    if found := _WITH_PASSWORD.match(text):
        raise UsageProblem(
            f"{found[1]}:…@: there is a password in the URL",
            "leave it out: keys, agents, profiles and variables of the server's own tools are read",
        )
    return Url(text)


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

    def samefile(self, other_path: Path | str) -> bool:
        """Return True if both have one name: a server shows no links."""
        return str(self) == str(other_path)

    def relative_to(self, *other: Path | str) -> Path:
        """Return what is below another URL, which is no URL any more."""
        return Path(*super().relative_to(*other).parts)

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
