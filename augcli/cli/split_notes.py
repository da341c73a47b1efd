"""Tell what becomes of the splits of a dataset, before the work."""

from __future__ import annotations

from collections.abc import Iterable

from augcli.cli.console import note
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import Split

_OTHERWISE = {
    "carry": "--splits leave-out leaves them out",
    "leave-out": "--splits carry puts them into OUT as they are",
}


def note_splits(dataset: Dataset) -> None:
    """Note which splits get copies and what becomes of the others, with the number of images."""
    splits = dataset.found_splits
    if dataset.layout.doubt:
        note(f"splits: {dataset.layout.doubt}")
    if not splits:
        return
    others = [one for one in splits if one.use != "augment"]
    text = f"splits: copies are made of {_listed(one for one in splits if one.use == 'augment')}"
    if others:
        what = "are left out" if others[0].use == "leave-out" else "are carried over without copies"
        text += f"; {_listed(others)} {what} ({_OTHERWISE[others[0].use]})"
    note(f"{text}; --splits classes takes these folders for classes")


def note_shown_splits(dataset: Dataset) -> None:
    """Note which splits a preview shows."""
    splits = dataset.found_splits
    if dataset.layout.doubt:
        note(f"splits: {dataset.layout.doubt}")
    if not splits:
        return
    others = [one for one in splits if one.use != "augment"]
    shown = _listed(one for one in splits if one.use == "augment")
    without = f"; expand makes no copies of {_listed(others)}" if others else ""
    note(f"splits: {shown} is shown{without}")


def _listed(splits: Iterable[Split]) -> str:
    return ", ".join(
        f"{one.name} ({one.images} image{'' if one.images == 1 else 's'})" for one in splits
    )
