"""Read files in a zip by ranges: first its table of contents, then each file by itself."""

from __future__ import annotations

import bz2
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from augcli.errors import SourceProblem, UsageProblem
from augcli.storage.archives.archive import Archive, Packed
from augcli.storage.archives.ranges import gives_ranges, look_through, read_range
from augcli.storage.archives.unpacked import unpacked

_HEADER = struct.Struct("<4s22xHH")  # of a file: a mark, and the lengths of its name and of extras
_MARK = b"PK\3\4"
_EXTRAS = 256  # bytes that are read for them at first; most archives have fewer
_ENCRYPTED = 1  # a flag
_UNPACKERS: dict[int, Callable[[], Any]] = {
    zipfile.ZIP_DEFLATED: lambda: zlib.decompressobj(-zlib.MAX_WBITS),
    zipfile.ZIP_BZIP2: bz2.BZ2Decompressor,
}


class _Place(NamedTuple):
    """Where a file is: the offset of its header, and how long that may be; its packed size.

    ``method`` is the number of the way in which it is packed.
    """

    offset: int
    header: int
    size: int
    method: int
    crc: int


class ZipArchive(Archive):
    """A zip, as :class:`Archive` describes it.

    zipfile reads one file at a time, and asks a server several times for each; here all threads
    read at once, with one request for each file.

    Raises:
        UsageProblem: it is no zip, or its table of contents is damaged.
        OSError, EnvironmentFailure: it can't be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path if gives_ranges(path) else unpacked(path)
        try:
            with look_through(self._path) as stream, zipfile.ZipFile(stream) as found:
                super().__init__(map(_packed, found.infolist()))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise UsageProblem(
                f"{path} is no whole zip: {error}", "fetch it again, or give a folder as DATA"
            ) from error

    def read(self, file: Packed, most: int) -> bytes:
        """Return the first ``most`` bytes of a file. Raises SourceProblem, OSError, AugcliError."""
        if file.lost:
            raise SourceProblem("bad", "unreadable", file.lost)
        place: _Place = file.place
        data = self._packed_bytes(place, most, whole=most >= file.size)
        if place.method != zipfile.ZIP_STORED:
            try:
                # One byte more than it should have shows that it has more.
                data = _UNPACKERS[place.method]().decompress(data, most + 1)
            except (zlib.error, OSError, EOFError) as error:
                raise _damaged() from error
        if most >= file.size and (len(data) != file.size or zlib.crc32(data) != place.crc):
            raise _damaged()
        return data[:most]

    def _packed_bytes(self, place: _Place, most: int, *, whole: bool) -> bytes:
        size = place.size if whole else min(place.size, 2 * most)
        data = read_range(self._path, place.offset, place.header + size)
        if len(data) < _HEADER.size:
            raise _damaged()
        mark, name, extras = _HEADER.unpack_from(data)
        if mark != _MARK:
            raise _damaged()
        start = _HEADER.size + name + extras
        if (missing := start + size - len(data)) > 0:
            data += read_range(self._path, place.offset + len(data), missing)
        return data[start : start + size]


def _packed(info: zipfile.ZipInfo) -> Packed:
    lost = ""
    if info.flag_bits & _ENCRYPTED:
        lost = "is encrypted in its archive"
    elif info.compress_type not in (zipfile.ZIP_STORED, *_UNPACKERS):
        lost = f"is packed in a way that augcli doesn't read (method {info.compress_type})"
    header = _HEADER.size + len(info.orig_filename.encode()) + _EXTRAS
    place = _Place(info.header_offset, header, info.compress_size, info.compress_type, info.CRC)
    is_link = stat.S_IFMT(info.external_attr >> 16) == stat.S_IFLNK
    return Packed(info.orig_filename, info.file_size, place, f"crc {info.CRC:08x}", lost, is_link)


def _damaged() -> SourceProblem:
    return SourceProblem("bad", "unreadable", "is damaged in its archive")
