"""A URL as a path: what takes DATA takes it too, and asks the server in place of the disk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote, unquote

from augcli.errors import UsageProblem
from augcli.storage.remote.scheme import (
    ARCHIVES,
    Chain,
    chain_of,
    depth_of_top,
    is_url,
    scheme_of,
    with_plain_scheme,
)

_WITH_PASSWORD = re.compile(r"([^:/]+://[^:/@]*):[^/@]+@")


def as_path(text: str) -> Path:
    """Return a text as the path of a file on this machine, or as a URL.

    Raises:
        UsageProblem: a password is in the URL, which would be shown in messages and kept in files;
            or no archive is named.
    """
    if not is_url(text):
        return Path(text)
    if found := next(filter(None, map(_WITH_PASSWORD.match, text.split("::"))), None):
        raise UsageProblem(
            f"{found[1]}:…@: there is a password in the URL",
            "leave it out: keys, agents, profiles and variables of the server's own tools are read",
        )
    chain = chain_of(text)
    if chain and chain.archive:
        return Url(f"{chain.kind}:/{quote(_absolute(chain.archive), safe='')}/{chain.inside}")
    if scheme_of(text) in ARCHIVES:
        raise UsageProblem(
            f"{text} names no archive", f"for example: {scheme_of(text)}://FOLDER::ARCHIVE"
        )
    return Url(with_plain_scheme(text))


def _absolute(archive: str) -> str:
    path = archive.removeprefix("file://")  # as fsspec has it
    return with_plain_scheme(path) if is_url(path) else os.path.abspath(path)  # noqa: PTH100, resolve() follows links


class Url(type(Path())):  # type: ignore[misc]  # the class of paths depends on the system
    """A URL, with the methods of a path that are used of a dataset, and of an output.

    As a path it has no ``//`` behind its scheme; as text it has. The path of what is inside an
    archive begins with the archive, as one part, so that it grows to the right.

    universal-pathlib has such paths for all that fsspec knows, but they are no ``Path``, and need
    fsspec to be loaded.
    """

    __slots__ = ()

    def __str__(self) -> str:
        scheme, _, rest = super().__str__().replace("\\", "/").partition(":/")
        if scheme in ARCHIVES:
            archive, _, inside = rest.partition("/")
            return str(Chain(scheme, inside, unquote(archive)))
        return f"{scheme}://{rest}"

    def __fspath__(self) -> str:
        return str(self)

    @property
    def name(self) -> str:
        """The last part of it: a folder or object, the bucket or server, or the archive."""
        return unquote(super().name).rpartition("/")[2] if self._is_archive else super().name

    @property
    def parents(self) -> Sequence[Self]:
        """The folders above it, down to the bucket, repository or server."""
        return [*super().parents][: -depth_of_top(self.parts)]

    @property
    def _is_archive(self) -> bool:
        return len(self.parts) == 2 and self.parts[0].rstrip(":") in ARCHIVES

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

    def iterdir(self) -> Iterator[Self]:
        """Yield what is in it now. Raises FileNotFoundError, NotADirectoryError, AugcliError."""
        from augcli.storage.remote.listing import list_anew

        return (self / entry.name for entry in list_anew(str(self)) if not entry.problem)

    def glob(self, pattern: str) -> Iterator[Self]:
        """Yield what is right in it and has a name of a pattern; nothing if it is no folder."""
        try:
            yield from (one for one in self.iterdir() if fnmatchcase(one.name, pattern))
        except (FileNotFoundError, NotADirectoryError):
            return

    def stat(self) -> os.stat_result:
        """Return the size of an object. Raises FileNotFoundError, PermissionError, AugcliError."""
        from augcli.storage.remote.listing import find_object

        found = find_object(str(self))
        if found is None:
            raise FileNotFoundError(str(self))
        return os.stat_result((stat.S_IFREG, 0, 0, 0, 0, 0, found.size, 0, 0, 0))

    def open(self, mode: str = "rb") -> BinaryIO:  # noqa: ARG002, nothing else is asked for
        """Return an object to read. Raises FileNotFoundError, AugcliError."""
        from augcli.storage.remote.reading import open_object

        return open_object(str(self))

    def read_bytes(self) -> bytes:
        """Return an object. Raises FileNotFoundError, AugcliError."""
        return self.open().read()

    def unlink(self, missing_ok: bool = False) -> None:  # noqa: ARG002, a bucket doesn't tell
        """Remove an object, if it is there. Raises AugcliError."""
        from augcli.storage.remote.writing import remove_object

        remove_object(str(self))

    def is_symlink(self) -> bool:
        return False
