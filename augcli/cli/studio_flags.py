"""The flags of ``studio`` apart from those of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.splits import SplitMode
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit
from augcli.pipeline.copy_maker import Output

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class StudioFlags:
    """The flags of ``studio``, named after its parameters; None is a flag that wasn't typed."""

    data: Path
    save_config: Path | None = None
    no_open: bool = False
    port: int | None = None
    host: str = LOOPBACK
    expose: bool = False
    flat: bool = False
    splits: SplitMode = "carry"
    follow_links: bool = False
    root: Path | None = None
    partner: tuple[Path, ...] = ()
    format: str = Output.format
    quality: int = Output.quality
    subsampling: WantedSubsampling = Output.subsampling
    size: str | None = None
    fit: Fit = Output.fit
    reject: bool = False
