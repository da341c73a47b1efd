"""A request for a run that writes a folder: what ``expand`` and ``split`` have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from augcli.config.parse_flag import parse_flag
from augcli.dataset.parts import Part, parse_part
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import SplitMode
from augcli.engines.cores import usable_cores
from augcli.expansion.request.arrange import arranged
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.expansion.request.near_duplicates import FindPairs, near_duplicates
from augcli.expansion.run_options import RunOptions
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit
from augcli.pipeline.copy_maker import Output
from augcli.storage.limits import Limits


@dataclass(frozen=True, kw_only=True)
class RunRequest:
    """The flags of the dataset, the files and the run, named after the parameters of a command.

    ``find_pairs`` looks for near duplicates if these are to stay on one side of a split.
    """

    data: Path
    out: Path
    arrangement_flags: ArrangementFlags = ArrangementFlags()  # noqa: RUF009, it is frozen, so one for all is safe
    splits: SplitMode = "carry"
    format: str = Output.format
    quality: int = Output.quality
    size: str | None = None
    fit: Fit = Output.fit
    subsampling: WantedSubsampling = Output.subsampling
    timeout: float = Limits.seconds
    max_pixels: int = Limits.pixels
    max_bytes: int = Limits.bytes
    follow_links: bool = False
    flat: bool = False
    again: bool = False
    workers: int = field(default_factory=usable_cores)
    strict: bool = False
    overwrite: bool = False
    verify: bool = False
    prune: bool = False
    durable: bool = False
    profile: bool = False
    shard: str | None = None
    find_pairs: FindPairs = near_duplicates

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset to expand. Raises UsageProblem if its table or groups can't be read."""
        flat = self.flat or self.arrangement_flags.labels is not None
        plain = Dataset(self.data, flat, self.follow_links, self.splits)
        return arranged(
            plain,
            self.arrangement_flags,
            None if self.overwrite else self.out,
            lambda sources: self.find_pairs(sources, self.workers),
        )

    @property
    def part(self) -> Part | None:
        """The part of the run that is asked for, None for the whole. Raises UsageProblem."""
        if self.shard is None:
            return None
        return parse_flag("--shard", self.shard, parse_part, ("1/8",))

    def run_options(self) -> RunOptions:
        """Return the options that change no byte of the outputs."""
        return RunOptions(
            workers=self.workers,
            limits=Limits(pixels=self.max_pixels, bytes=self.max_bytes, seconds=self.timeout),
            strict=self.strict,
            overwrite=self.overwrite,
            verify=self.verify,
            prune=self.prune,
            durable=self.durable,
            profile=self.profile,
            again=self.again,
        )
