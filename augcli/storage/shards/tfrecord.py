"""Shards as TFRecord files of ``tf.train.Example``, with checksums by CRC-32C."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from augcli.errors import UsageProblem
from augcli.storage.shards.example import decode_example, encode_example
from augcli.storage.shards.sample import Sample

ENDING = "tfrecord"
LIBRARY = ""  # a checksum is the same whoever calculates it

_LENGTH, _CHECKSUM = struct.Struct("<Q"), struct.Struct("<I")


def check() -> None:
    """Raise UsageProblem if google-crc32c is not installed."""
    if find_spec("google_crc32c") is None:
        raise UsageProblem(
            "--layout tfrecord needs google-crc32c, which is not installed",
            "type: pip install 'augcli[tfrecord]'",
        )


def writer(stream: RawIOBase, classes: Sequence[str]) -> TFRecordWriter:  # noqa: ARG001, records name no classes
    """Begin a shard."""
    return TFRecordWriter(stream)


class TFRecordWriter:
    """Writes samples as records: their length, its checksum, an Example, and its checksum."""

    def __init__(self, stream: RawIOBase) -> None:
        self._stream = stream

    def add(self, sample: Sample) -> None:
        """Write a sample."""
        data = encode_example(sample)
        length = _LENGTH.pack(len(data))
        self._stream.write(length + _masked(length) + data + _masked(data))

    def close(self) -> None:
        """Do nothing: a file of records has no end mark."""


def read(path: Path) -> Iterator[Sample]:
    """Yield the samples of a shard. Raises ValueError if it is damaged, OSError if unreadable."""
    with path.open("rb") as stream:
        whole = os.fstat(stream.fileno()).st_size
        while length := stream.read(_LENGTH.size):
            _check(stream, length)
            (size,) = _LENGTH.unpack(length)
            if size > whole - stream.tell():
                raise ValueError("a record is longer than the rest of the file")
            data = stream.read(size)
            _check(stream, data)
            yield decode_example(data)


def _check(stream: BinaryIO, data: bytes) -> None:
    if stream.read(_CHECKSUM.size) != _masked(data):
        raise ValueError("a checksum is wrong")


def _masked(data: bytes) -> bytes:
    """Return the checksum of data as TFRecord stores it: turned, and a number added."""
    import google_crc32c

    checksum = google_crc32c.value(data)
    turned = (checksum >> 15 | checksum << 17) & 0xFFFFFFFF
    return _CHECKSUM.pack((turned + 0xA282EAD8) & 0xFFFFFFFF)
