"""Say how the outputs are stored, as a request asks: as files in folders, or in shards."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from augcli.errors import UsageProblem
from augcli.expansion.output.settings import Originals
from augcli.expansion.output.sharding import Sharding
from augcli.storage.shards.layouts import ShardLayout

LayoutName = Literal["folder", ShardLayout]
LAYOUTS: tuple[LayoutName, ...] = ("folder", *get_args(ShardLayout))


class ShardingFlags(Protocol):
    """The values of these flags, in the flags of a command."""

    @property
    def layout(self) -> LayoutName: ...
    @property
    def shard_size(self) -> int | None: ...
    @property
    def shard_count(self) -> int | None: ...
    @property
    def originals(self) -> Originals: ...


def parse_sharding(flags: ShardingFlags) -> Sharding | None:
    """Return how shards hold the outputs; None for files in folders.

    Raises:
        UsageProblem: the flags contradict each other.
    """
    size, count = flags.shard_size, flags.shard_count
    if flags.layout == "folder":
        if size is not None or count is not None:
            flag = "--shard-size" if size is not None else "--shard-count"
            raise UsageProblem(
                f"{flag} is for shards, and --layout folder makes none",
                "add --layout webdataset, or leave it out",
            )
        return None
    if size is not None and count is not None:
        raise UsageProblem(
            "--shard-size and --shard-count both say how many shards to make",
            "leave one of the two out",
        )
    if flags.originals == "link":
        raise UsageProblem(
            f"--originals link does not go with --layout {flags.layout}: shards hold no links",
            "type --originals copy, which puts the originals into the shards",
        )
    return Sharding(flags.layout, size, count)
