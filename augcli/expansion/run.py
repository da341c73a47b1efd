"""A run as it was asked for: the dataset, the folder OUT, the settings and the options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.expansion.output.settings import Settings
from augcli.expansion.run_options import RunOptions


@dataclass(frozen=True)
class Run:
    """What to make of what, where and how."""

    dataset: Dataset
    out: Path
    settings: Settings
    options: RunOptions = RunOptions()  # noqa: RUF009, it is frozen, so one for all is safe
