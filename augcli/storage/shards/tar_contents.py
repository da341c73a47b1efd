"""List the files in a tar as WebDataset groups them, and read single ones."""

from __future__ import annotations

import tarfile
from collections import defaultdict
from typing import BinaryIO

from augcli.storage.archives.ranges import facts_of, look_through, read_range
from augcli.storage.names import canonical
from augcli.storage.shards.kept_index import Index, kept_index
from augcli.storage.shards.member import Member, below_its_folder, leads_out
from augcli.storage.shards.tar_members import is_sparse, members

_LARGEST_FIELD = 1 << 20  # bytes of a field that may tell the class


class TarContents:
    """The files of a tar, as :class:`Contents` describes them."""

    def __init__(self, shard: str) -> None:
        self._shard = shard
        self.members, self.problem = kept_index(shard, lambda: _Listing(shard).index)

    def size(self, name: str) -> int:
        """Return the size of a file in bytes. Raises KeyError if there is none."""
        return self.members[name].size

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises KeyError, OSError or ValueError."""
        member = self.members[name]
        data = read_range(self._shard, member.offset, member.size)
        if len(data) < member.size:
            raise ValueError("ends before it is complete")
        return data


class _Listing:
    """Lists the files of a tar from its start to its end.

    Files are of one sample if their names are the same up to the first dot. What follows it is the
    field; ``cls`` and ``json`` may tell the class of the sample.
    """

    def __init__(self, shard: str) -> None:
        self._problem = ""
        self._places: dict[str, Member] = {}
        self._odd: dict[str, str] = {}
        self._classes: defaultdict[str, Member] = defaultdict(Member)
        with look_through(shard) as stream:
            try:
                for member in members(stream, facts_of(shard).size):
                    self._add(stream, member)
            except ValueError as error:
                self._problem = str(error)

    @property
    def index(self) -> Index:
        """The files by name, with what their samples tell."""
        return Index({name: self._member(name) for name in self._places}, self._problem)

    def _add(self, stream: BinaryIO, member: tarfile.TarInfo) -> None:
        if member.isdir():
            return
        name, odd = canonical(below_its_folder(member.name)), _oddity(member)
        key, field = _parts(name)
        if field in ("cls", "json") and member.size <= _LARGEST_FIELD and not odd:
            stream.seek(member.offset_data)
            self._classes[key] = self._classes[key].told(field, stream.read(member.size))
            return
        if name in self._places:
            self._odd[name] = "is in its shard twice"
        elif odd:
            self._odd[name] = odd
        self._places[name] = Member(member.size, offset=member.offset_data)

    def _member(self, name: str) -> Member:
        told, (size, *_, offset) = self._classes[_parts(name)[0]], self._places[name]
        problem = "has a name that leads out of its shard" if leads_out(name) else told.problem
        problem = self._odd.get(name, problem)
        return told._replace(size=size, problem=problem, offset=offset)


def _oddity(member: tarfile.TarInfo) -> str:
    """Return why a member can't be read as a file; an empty text if it can."""
    if member.islnk() or member.issym():
        return "is a link in its shard, and none is followed there"
    if is_sparse(member):
        return "is stored as a sparse file, which is not read"
    return "" if member.isreg() else "is no file but a device or a pipe"


def _parts(name: str) -> tuple[str, str]:
    """Return the name of a sample, and the field that a file is of it."""
    folder, slash, file = name.rpartition("/")
    stem, _, field = file.partition(".")
    return f"{folder}{slash}{stem}", field.lower()
