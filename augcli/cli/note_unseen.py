"""Note which ranges of a pipeline change nearly nothing."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.console import note
from augcli.config.choose import ChosenPipeline
from augcli.config.unseen import unseen_ranges


def note_unseen(choices: Sequence[ChosenPipeline]) -> None:
    """Note each range of which nobody would see anything once, and what to type instead."""
    lines = (line for one in choices for line in unseen_ranges(one.pipeline, one.base))
    for line in dict.fromkeys(lines):
        note(line)
