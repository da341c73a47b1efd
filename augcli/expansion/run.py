"""A run as it was asked for: the dataset, the folder OUT, the settings and the options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from augcli.dataset.parts import Part
from augcli.dataset.scan import Dataset
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.settings import Settings
from augcli.expansion.plan import Plan
from augcli.expansion.run_options import RunOptions
from augcli.expansion.shards.assign import Counts, counts_of
from augcli.expansion.share import Share, share_of


@dataclass(frozen=True)
class Run:
    """What to make of what, where and how, and which part of it, if others make the rest."""

    dataset: Dataset
    out: Path
    settings: Settings
    options: RunOptions = RunOptions()  # noqa: RUF009, it is frozen, so one for all is safe
    part: Part | None = None

    @cached_property
    def share(self) -> Share | None:
        """The sources of the part, as the dataset is listed now; None for the whole."""
        if self.part is None:
            return None
        return share_of(self.dataset, self.settings, self.part, self.shard_counts)

    @cached_property
    def shard_counts(self) -> Counts:
        """The number of shards of each split in all parts; nothing if files are in folders.

        The listing and the settings decide it, not what sources hold. Raises UsageProblem if there
        are too few sources for the shards that were asked for.
        """
        if self.settings.sharding is None:
            return {}
        jobs = Plan(self.dataset, self.out, self.settings).jobs(Manifest(self.out))
        return counts_of(jobs, self.settings.sharding)

    @property
    def mine(self) -> frozenset[str] | None:
        """The names of the sources of the part; None if they are all."""
        return self.share.names if self.share else None

    def part_facts(self, fruitless: Iterable[str] = (), **more: str) -> dict[str, Any]:
        """Return what the run file says of the part; nothing if it is the whole.

        ``fruitless`` are the sources of any part that gave no copies, so that others get more.
        """
        if self.share is None:
            return {}
        share = self.share
        known = {"dataset": share.dataset, "fruitless": sorted(fruitless), **more}
        return {"part": {"number": share.part.number, "count": share.part.count, **known}}
