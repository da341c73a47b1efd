"""Note what a pipeline would do wrong to the classes of a dataset, and what it hardly does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from augcli.cli.choose_pipeline import ChosenPipeline
from augcli.cli.console import note
from augcli.cli.note_unseen import note_unseen
from augcli.dataset.advice import advise
from augcli.dataset.class_names import class_folders


def note_advice(choices: Sequence[ChosenPipeline], classes: Collection[str]) -> None:
    """Note the advice on pipelines, and on their use for these classes, each piece once."""
    note_unseen(choices)
    names = list(classes)
    advice = (text for one in choices for text in advise(one.pipeline, names, one.preset))
    for text in dict.fromkeys(advice):
        note(f"advice: {text}")


def classes_around(image: Path, root: Path | None) -> list[str]:
    """Return the classes of the dataset that an image is of, as far as its path shows them.

    ``root`` is the folder of the dataset. If it is None, ``image`` is CLASS/FILE below it.
    """
    if root is None and image.parent.name not in ("", ".."):
        root = image.parent.parent
    return class_folders(root) if root else []
