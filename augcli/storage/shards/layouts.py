"""The layouts of shards, each a module of this folder, found by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from io import RawIOBase
from pathlib import Path
from typing import Literal, Protocol, cast, get_args

from augcli.storage.shards.sample import Sample

ShardLayout = Literal["webdataset", "parquet", "tfrecord"]
SHARD_LAYOUTS: tuple[ShardLayout, ...] = get_args(ShardLayout)


class Writer(Protocol):
    """Writes the samples of a shard, one after the other."""

    def add(self, sample: Sample) -> None:
        """Write a sample."""

    def close(self) -> None:
        """Write what ends the shard. The stream stays open."""


class Layout(Protocol):
    """What the module of a layout offers."""

    ENDING: str
    """The ending of its files, without a dot."""

    LIBRARY: str
    """The library that decides the bytes of its files; empty if that is augcli itself."""

    def check(self) -> None:
        """Raise UsageProblem if the library for it is not installed."""

    def writer(self, stream: RawIOBase, classes: Sequence[str]) -> Writer:
        """Begin a shard; ``classes`` are the names of the classes, by number."""

    def read(self, path: Path) -> Iterator[Sample]:
        """Yield the samples of a shard that augcli wrote, in order.

        Raises:
            ValueError: it is damaged.
            OSError: it can't be read.
        """


def layout_of(name: ShardLayout) -> Layout:
    """Return the layout with a name."""
    return cast("Layout", import_module(f"augcli.storage.shards.{name}"))
