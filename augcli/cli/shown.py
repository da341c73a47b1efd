"""The flags that say how much a run prints, and whether it writes at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The flags of what is shown, named after the parameters of a command."""

    dry_run: bool
    as_json: bool
    quiet: bool
    verbose: bool
