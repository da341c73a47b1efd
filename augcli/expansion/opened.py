"""The source of a job while its copies are made."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.expansion.jobs import Job
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.pipeline.quality import Gate


@dataclass
class Opened:
    """The source of a job, decoded, with its maker, SHA-256, and the gate for its copies."""

    job: Job
    maker: CopyMaker
    source: OpenSource
    digest: str
    gate: Gate | None = None
