"""List the files in a tar as WebDataset groups them, and read single ones."""

from __future__ import annotations

import tarfile
from collections import defaultdict

from augcli.storage.archives.ranges import facts_of, look_through, read_range
from augcli.storage.names import canonical
from augcli.storage.shards.kept_index import Index, kept_index
from augcli.storage.shards.member import Member, leads_out

_BLOCK = 512  # bytes
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
        self._twice: set[str] = set()
        self._classes: defaultdict[str, Member] = defaultdict(Member)
        try:
            with look_through(shard) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
                self._list(tar, facts_of(shard).size)
        except tarfile.TarError as error:
            self._problem = f"is no whole tar: {error}"

    @property
    def index(self) -> Index:
        """The files by name, with what their samples tell."""
        return Index({name: self._member(name) for name in self._places}, self._problem)

    def _list(self, tar: tarfile.TarFile, size: int) -> None:
        listed, stream = 0, tar.fileobj
        for member in tar:
            if member.offset_data + member.size > size:
                break
            listed += 1
            if member.isreg():
                self._add(tar, member)
        # tarfile takes a damaged header for the end; a whole tar ends with empty blocks.
        if stream is not None:
            stream.seek(tar.offset)
            if stream.read(_BLOCK) != bytes(_BLOCK):
                self._problem = f"is cut short or damaged after its first {listed} files"

    def _add(self, tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        name = canonical(member.name)
        key, field = _parts(name)
        if field in ("cls", "json") and member.size <= _LARGEST_FIELD:
            content = tar.extractfile(member)
            self._classes[key] = self._classes[key].told(field, content.read() if content else b"")
            return
        if name in self._places:
            self._twice.add(name)
        self._places[name] = Member(member.size, offset=member.offset_data)

    def _member(self, name: str) -> Member:
        problem = "has a name that leads out of its shard" if leads_out(name) else ""
        if name in self._twice:
            problem = "is in its shard twice"
        told, (size, *_, offset) = self._classes[_parts(name)[0]], self._places[name]
        return told._replace(size=size, problem=problem, offset=offset)


def _parts(name: str) -> tuple[str, str]:
    """Return the name of a sample, and the field that a file is of it."""
    folder, slash, file = name.rpartition("/")
    stem, _, field = file.partition(".")
    return f"{folder}{slash}{stem}", field.lower()
