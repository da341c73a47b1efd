"""Shards for WebDataset: tar files whose members share the name of their sample."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator, Sequence
from io import RawIOBase
from pathlib import Path

from augcli.storage.shards.sample import Sample
from augcli.storage.shards.tar_members import is_sparse, members

ENDING = "tar"
LIBRARY = ""

_BLOCK = 512  # bytes


def check() -> None:
    """Return: the standard library has what this layout needs."""


def writer(stream: RawIOBase, classes: Sequence[str]) -> TarWriter:  # noqa: ARG001, tar files name no classes
    """Begin a shard."""
    return TarWriter(stream)


class TarWriter:
    """Writes samples as ``NAME.jpg``, ``NAME.cls`` and ``NAME.json``, always with the same bytes.

    The headers are those of ustar, and of pax where a name needs it. Time and owner are 0.
    """

    def __init__(self, stream: RawIOBase) -> None:
        self._stream = stream

    def add(self, sample: Sample) -> None:
        """Write the members of a sample: the number of its class only if it has one."""
        name = sample.file.rpartition(".")[0]
        self._member(sample.file, sample.data)
        if sample.number is not None:
            self._member(f"{name}.cls", str(sample.number).encode())
        self._member(f"{name}.json", sample.record.encode())

    def close(self) -> None:
        """Write the two empty blocks that end a tar."""
        self._stream.write(bytes(2 * _BLOCK))

    def _member(self, name: str, data: bytes) -> None:
        head = tarfile.TarInfo(name)  # whose mode is 0644, and whose time and owner are 0
        head.size = len(data)
        self._stream.write(head.tobuf(tarfile.PAX_FORMAT))
        self._stream.write(data)
        self._stream.write(bytes(-len(data) % _BLOCK))


def read(path: Path) -> Iterator[Sample]:
    """Yield the samples of a shard. Raises ValueError if it is damaged, OSError if unreadable."""
    file, data, number = "", b"", None
    with path.open("rb") as stream:
        for member in members(stream, os.fstat(stream.fileno()).st_size):
            if not member.isreg() or is_sparse(member):
                raise ValueError(f"{member.name} is no plain file")
            stream.seek(member.offset_data)
            found = stream.read(member.size)
            ending = member.name.rpartition(".")[2]
            if ending == "json":
                yield Sample(file, data, number, found.decode())
                number = None
            elif ending == "cls":
                number = int(found)
            else:
                file, data = member.name, found
