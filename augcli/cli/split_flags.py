"""The flags of ``split``."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.cli.shown import Shown
from augcli.expansion.request.split_request import SplitRequest


@dataclass(frozen=True, kw_only=True)
class SplitFlags(SplitRequest, Shown):
    """The flags of ``split``, named after its parameters."""
