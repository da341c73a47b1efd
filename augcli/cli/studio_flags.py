"""The flags of ``studio`` apart from those of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.cli.image_options import ImageFlags

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class StudioFlags(ImageFlags):
    """The flags of ``studio``, named after its parameters; None is a flag that wasn't typed."""

    data: Path
    save_config: Path | None = None
    no_open: bool = False
    port: int | None = None
    host: str = LOOPBACK
    expose: bool = False
