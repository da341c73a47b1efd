"""Read files in a tar, which may be compressed. A file of it is found by its offset."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from augcli.errors import SourceProblem, UsageProblem
from augcli.storage.archives.archive import Archive, Packed
from augcli.storage.archives.ranges import facts_of, look_through, read_range
from augcli.storage.archives.unpacked import unpacked

_BLOCK = 512  # bytes


class TarArchive(Archive):
    """A tar, as :class:`Archive` describes it.

    A tar has no table of contents, and a compressed one has to be unpacked up to the file that is
    looked for. So one that is compressed or on a server is read once, into a temporary file.

    Raises:
        UsageProblem: it is no tar, is cut short or damaged.
        OSError, EnvironmentFailure: it can't be read, or there is no room for the temporary file.
    """

    def __init__(self, path: str) -> None:
        self._path = unpacked(path)
        super().__init__(_files(self._path, path))

    def read(self, file: Packed, most: int) -> bytes:
        """Return the first ``most`` bytes of a file. Raises SourceProblem, OSError, AugcliError."""
        if file.lost:
            raise SourceProblem("bad", "unreadable", file.lost)
        return read_range(self._path, file.place, min(most, file.size))


def _files(path: str, named: str) -> Iterator[Packed]:
    """Yield the files of a tar that is not compressed; messages call it ``named``."""
    facts, version, listed = facts_of(path), facts_of(named).version, 0
    try:
        with look_through(path) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            for member in tar:
                if member.offset_data + member.size > facts.size:
                    raise _damaged(named, listed)
                listed += 1
                yield _packed(member, version)
            # tarfile takes a damaged header for the end; a whole tar ends with empty blocks.
            stream.seek(tar.offset)
            if stream.read(_BLOCK) != bytes(_BLOCK):
                raise _damaged(named, listed)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        if isinstance(error, UsageProblem):
            raise
        raise UsageProblem(
            f"{named} is no whole tar: {error}", "fetch it again, or give a folder as DATA"
        ) from error


def _packed(member: tarfile.TarInfo, version: str) -> Packed:
    name = f"{member.name}/" if member.isdir() else member.name
    lost = ""
    if member.issparse() or not (member.isreg() or member.issym() or member.islnk()):
        lost = "is no regular file in its archive"
    place = member.offset_data
    told = f"{version} {place}" if version else ""
    return Packed(name, member.size, place, told, lost, member.issym() or member.islnk())


def _damaged(path: str, listed: int) -> UsageProblem:
    return UsageProblem(
        f"{path} is cut short or damaged after its first {listed} files",
        "fetch it again; or unpack it, and give the folder with what is whole",
    )
