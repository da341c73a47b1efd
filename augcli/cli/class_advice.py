"""Note what a pipeline would do wrong to the classes of a dataset, and what it hardly does."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from augcli.cli.console import note
from augcli.cli.note_unseen import note_unseen
from augcli.config.choose import ChosenPipeline
from augcli.dataset.advice import advise


def note_advice(choices: Sequence[ChosenPipeline], classes: Collection[str]) -> None:
    """Note the advice on pipelines, and on their use for these classes, each piece once."""
    note_unseen(choices)
    names = list(classes)
    advice = (text for one in choices for text in advise(one.pipeline, names, one.preset))
    for text in dict.fromkeys(advice):
        note(f"advice: {text}")
