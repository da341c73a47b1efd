"""The flags of ``preview`` apart from those of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.splits import SplitMode


@dataclass(frozen=True)
class PreviewFlags:
    """The flags of ``preview``, named after its parameters; None is a flag that wasn't typed."""

    image: Path
    grid: str | None = None
    with_original: bool = False
    each: bool = False
    extremes: bool = False
    sweep: str | None = None
    compare: tuple[str, str] | None = None
    flat: bool = False
    splits: SplitMode = "carry"
    follow_links: bool = False
    output: Path | None = None
    html: Path | None = None
    show: bool = False
    inline: str = "auto"
    root: Path | None = None
    partner: tuple[Path, ...] = ()
    save_config: Path | None = None
    verbose: bool = False
