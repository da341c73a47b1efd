"""Tell what becomes of the splits of a dataset, before the work."""

from __future__ import annotations

from collections.abc import Iterable

from augcli.cli.console import note
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import Split

_OTHERWISE = {
    "carry": ("carried over without copies", "--splits leave-out leaves them out"),
    "leave-out": ("left out", "--splits carry puts them into OUT without copies"),
}


def note_splits(dataset: Dataset) -> None:
    """Note which splits get copies and what becomes of the others, with the number of images."""
    splits = dataset.found_splits
    note_doubt(dataset)
    if isinstance(dataset, ArrangedDataset) and dataset.arranged.assignment:
        held = _listed(one for one in splits if one.use != "augment")
        note(f"split: copies are made of {_listed(splits[:1])}; originals alone of {held}")
        return
    if not splits:
        if dataset.splits == "leave-out":
            note(f"--splits leave-out does nothing: {dataset.root} is not in splits")
        return
    others = [one for one in splits if one.use != "augment"]
    copied = _listed(one for one in splits if one.use == "augment")
    parts = [f"splits: copies are made of {copied}", "--splits classes takes all for classes"]
    if others:
        what, otherwise = _OTHERWISE[others[0].use]
        parts[1:1] = [f"{what}: {_listed(others)}", otherwise]
    note("; ".join(parts))


def note_shown_splits(dataset: Dataset) -> None:
    """Note which splits a preview shows."""
    splits = dataset.found_splits
    note_doubt(dataset)
    if not splits:
        return
    others = [one for one in splits if one.use != "augment"]
    shown = _listed(one for one in splits if one.use == "augment")
    without = f"; expand makes no copies of {_listed(others)}" if others else ""
    note(f"splits: {shown} is shown{without}")


def note_doubt(dataset: Dataset) -> None:
    """Note why folders may be taken for what they are not, if there is a doubt."""
    if dataset.layout.doubt:
        note(f"folders: {dataset.layout.doubt}")


def _listed(splits: Iterable[Split]) -> str:
    return ", ".join(
        f"{one.name} ({one.images} image{'' if one.images == 1 else 's'})" for one in splits
    )
