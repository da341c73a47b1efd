"""Say what the files of the copies are like, as a request asks."""

from __future__ import annotations

from typing import Protocol

from augcli.config.parse_flag import parse_flag
from augcli.config.parse_size import parse_size
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit
from augcli.pipeline.copy_maker import Output


class OutputFlags(Protocol):
    """The values of these flags, in the flags of a command."""

    @property
    def format(self) -> str: ...
    @property
    def quality(self) -> int: ...
    @property
    def subsampling(self) -> WantedSubsampling: ...
    @property
    def size(self) -> str | None: ...
    @property
    def fit(self) -> Fit: ...


def parse_output(flags: OutputFlags) -> Output:
    """Return what the files of the copies are like. Raises UsageProblem."""
    typed = flags.size
    size = None if typed is None else parse_flag("--size", typed, parse_size, ("224x224",))
    return Output(flags.format, flags.quality, size, flags.fit, flags.subsampling)
