"""Say how the outputs are stored, as a request asks: as files in folders, or in shards."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Protocol, get_args

from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.settings import Originals, Settings
from augcli.expansion.output.sharding import LayoutName, Sharding
from augcli.expansion.wanted import wanted
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.layouts import ShardLayout

LAYOUTS: tuple[LayoutName, ...] = ("folder", *get_args(ShardLayout))

_ONE_MANIFEST = 1_000_000  # files: more take too much memory
_EACH = 10_000  # files of a shard: what a run that is stopped has to make again, for each worker
_LEAST = 32  # shards, for workers to share


class OutFlags(Protocol):
    """The values of these flags, in the flags of a command."""

    @property
    def out(self) -> Path: ...
    @property
    def overwrite(self) -> bool: ...


class ShardingFlags(OutFlags, Protocol):
    """The values of these flags too."""

    @property
    def layout(self) -> LayoutName: ...
    @property
    def shard_size(self) -> int | None: ...
    @property
    def shard_count(self) -> int | None: ...
    @property
    def originals(self) -> Originals: ...


def parse_sharding(flags: ShardingFlags) -> Sharding | None:
    """Return how shards hold the outputs, so far as flags say so; None if they don't.

    Raises:
        UsageProblem: the flags contradict each other.
    """
    size, count = flags.shard_size, flags.shard_count
    if flags.originals == "link" and is_url(flags.out):
        raise UsageProblem(
            f"--originals link: {flags.out} is on a server, which has no links",
            "type --originals copy",
        )
    if flags.layout == "folder":
        if size is not None:
            raise UsageProblem(
                "--shard-size is for shards that are one file each, and --layout folder makes none",
                "type --shard-count instead, or add --layout webdataset",
            )
        return Sharding("folder", shard_count=count) if count is not None else None
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


def choose_sharding(flags: OutFlags, settings: Settings, dataset: Dataset) -> Sharding | None:
    """Return the shards of files in folders that no flag asks for; None for one manifest.

    An OUT stays as it was begun, however it grows: sources would move to other shards. A new one
    has shards if it gets many files. Their number follows from the listing, so all parts have it.

    Raises:
        UsageProblem: the dataset can't be listed, or the amount can't be met.
    """
    begun = None if flags.overwrite else _begun(flags.out)
    if begun is not None:
        return begun.sharding if not begun.packs else None
    wanted_of = wanted(dataset, settings)
    sources = [source for folder in dataset.folders() for source in folder.sources]
    files = sum(sum(wanted_of(source)) for source in sources)
    if files <= _ONE_MANIFEST and not is_url(flags.out):
        return None
    return Sharding("folder", shard_count=default_count(files, len(sources)))


def default_count(files: int, sources: int) -> int:
    """Return the number of shards for so many files of so many sources."""
    return max(1, math.ceil(files / _EACH), min(_LEAST, sources))


def _begun(out: Path) -> Settings | None:
    """Return the settings of the run in OUT; None if there is none that can be gone on with."""
    try:
        run = read_run_file(out)
        return Settings.of_json(run["settings"]) if run else None
    except (UsageProblem, AttributeError, KeyError, TypeError, ValueError):
        return None
