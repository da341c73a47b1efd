"""The flags of a run that writes a folder, which expand and split share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from augcli.cli.arrange import arranged
from augcli.cli.arrangement_flags import ArrangementFlags
from augcli.cli.near_duplicates import near_duplicates
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import SplitMode
from augcli.expansion.run_options import RunOptions
from augcli.storage.limits import Limits


@dataclass(frozen=True)
class RunFlags:
    """The flags apart from those of the output, named after the parameters of a command."""

    data: Path
    out: Path
    arrangement_flags: ArrangementFlags
    splits: SplitMode
    timeout: float
    max_pixels: int
    max_bytes: int
    follow_links: bool
    flat: bool
    again: bool
    workers: int
    strict: bool
    overwrite: bool
    verify: bool
    prune: bool
    durable: bool
    profile: bool
    dry_run: bool
    as_json: bool
    quiet: bool
    verbose: bool

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset to expand. Raises UsageProblem if its table or groups can't be read."""
        flat = self.flat or self.arrangement_flags.labels is not None
        plain = Dataset(self.data, flat, self.follow_links, self.splits)
        find = partial(near_duplicates, workers=self.workers, quiet=self.quiet)
        return arranged(plain, self.arrangement_flags, self.out, find)

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
