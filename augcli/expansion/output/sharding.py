"""How the outputs are stored: in which layout, and in how many shards."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, cast

from augcli.storage.shards.layouts import ShardLayout, layout_of

LayoutName = Literal["folder", ShardLayout]

SHARD_SIZE = 1_000_000_000
"""The size of a shard in bytes, about, if nothing says how large or how many."""


@dataclass(frozen=True)
class Sharding:
    """Shards of about ``shard_size`` bytes, or ``shard_count`` of them for training.

    In the layout ``folder`` the images of a shard are files of their own, and ``shard_count`` is
    the number of shards in all.
    """

    layout: LayoutName
    shard_size: int | None = None
    shard_count: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the settings as the run file keeps them."""
        return {**vars(self)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self | None:
        """Make the settings that a run file keeps; None if the outputs are files in folders."""
        if "layout" not in kept:
            return None
        return cls(kept["layout"], kept["shard_size"], kept["shard_count"])

    @property
    def library(self) -> str:
        """The library that decides the bytes of the images; empty if there is none."""
        return layout_of(self.packed).LIBRARY if self.packs else ""

    @property
    def packs(self) -> bool:
        """True if a shard is one file that holds its images."""
        return self.layout != "folder"

    @property
    def packed(self) -> ShardLayout:
        """The layout of shards that are one file each."""
        return cast("ShardLayout", self.layout)

    def count(self, weight: float, of_training: float) -> int:
        """Return how many shards a split gets, before any turn out to be empty.

        ``weight`` is the number of its bytes or, if the number of shards is given, of its outputs;
        ``of_training`` is that of the split for training, which gets just that number.
        """
        if self.shard_count is None:
            return max(1, math.ceil(weight / (self.shard_size or SHARD_SIZE)))
        return max(1, round(self.shard_count * weight / of_training)) if of_training else 1


def flags_of_shards(kept: Mapping[str, Any]) -> str:
    """Return the flags that ask for the shards of some settings, as a run file keeps them."""
    flags = {"--layout": "layout", "--shard-size": "shard_size", "--shard-count": "shard_count"}
    given = ((flag, kept.get(key)) for flag, key in flags.items())
    return " ".join(f"{flag} {value}" for flag, value in given if value not in (None, "folder"))
