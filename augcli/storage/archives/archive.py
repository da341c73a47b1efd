"""An archive as a tree of folders, asked in the way of fsspec's file systems."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, NamedTuple

from augcli.storage.shards.member import below_its_folder, leads_out

_LEADS_OUT = "has a name that leads out of its archive"
_TWICE = "is in its archive twice"
_DEEPEST = 100  # folders; a path of ten thousand costs memory for each, and no system could hold it
_TOO_DEEP = f"lies in more than {_DEEPEST} folders of its archive"


class Packed(NamedTuple):
    """A file in an archive.

    ``name`` is what the archive says, ``size`` is in bytes, unpacked. ``place`` is what its reader
    finds it by, ``version`` a text that is another one once the file has changed. ``lost`` says why
    it can't be read, ``link`` that it is none itself, but leads to another.
    """

    name: str
    size: int
    place: Any = None
    version: str = ""
    lost: str = ""
    link: bool = False


class Archive(ABC):
    """The files in an archive, as a file system of fsspec shows them, from ``""`` on.

    Names have ``/`` between their parts. A name that leads out is put where it is without ``..``,
    and can't be read: nobody knows what it was meant to be. One that lies too deep is put higher,
    and can't be read either. No file of two of one name is read.
    """

    def __init__(self, files: Iterable[Packed]) -> None:
        self._folders: dict[str, dict[str, Packed | None]] = {"": {}}
        for file in files:
            self._add(file)

    @abstractmethod
    def read(self, file: Packed, most: int) -> bytes:
        """Return the first ``most`` bytes of a file. Raises SourceProblem, OSError, AugcliError."""

    def ls(self, path: str, detail: bool = True) -> list[dict[str, Any]]:  # noqa: ARG002, as fsspec has it
        """Return what is in a folder. Raises FileNotFoundError or NotADirectoryError."""
        if path not in self._folders:
            self.info(path)
            raise NotADirectoryError(path)
        above = f"{path}/" if path else ""
        return [_facts(f"{above}{name}", file) for name, file in self._folders[path].items()]

    def info(self, path: str) -> dict[str, Any]:
        """Return what is known of a file or folder. Raises FileNotFoundError."""
        return _facts(path, None if path in self._folders else self._file(path))

    def cat_file(self, path: str, start: int = 0, end: int | None = None) -> bytes:
        """Return the bytes of a file, or some of them. Raises as :meth:`read`."""
        file = self._file(path)
        return self.read(file, file.size if end is None else min(end, file.size))[start:]

    def _file(self, path: str) -> Packed:
        above, _, name = path.rpartition("/")
        file = self._folders.get(above, {}).get(name)
        if file is None:
            raise FileNotFoundError(path)
        return file

    def _add(self, file: Packed) -> None:
        parts = file.name.replace("\\", "/").split("/")
        is_folder = not parts[-1]
        own = [part for part in parts if part not in ("", ".", "..")]
        folders = own if is_folder else own[:-1]
        folder = self._folder(folders[:_DEEPEST])
        if is_folder or not own or "/".join(own) in self._folders:  # as in _folder
            return
        if leads_out(below_its_folder(file.name)):
            file = file._replace(lost=_LEADS_OUT)
        if len(folders) > _DEEPEST:
            file = file._replace(lost=_TOO_DEEP)
        if own[-1] in folder:
            file = file._replace(lost=_TWICE)
        folder[own[-1]] = file

    def _folder(self, parts: list[str]) -> dict[str, Packed | None]:
        path = "/".join(parts)
        if path not in self._folders:
            above = self._folder(parts[:-1])
            above[parts[-1]] = None  # a file of that name gives way: what is in the folder counts
            self._folders[path] = {}
        return self._folders[path]


def _facts(path: str, file: Packed | None) -> dict[str, Any]:
    """Return what is told of a file, or of a folder."""
    if file is None:
        return {"name": path, "type": "directory", "size": 0}
    kind = "link" if file.link else "file"
    facts = {"name": path, "type": kind, "size": file.size, "checksum": file.version or None}
    return facts | {"lost": file.lost}
