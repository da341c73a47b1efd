"""Note what became of groups and classes when a dataset was split."""

from __future__ import annotations

from augcli.cli.console import note
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.scan import Dataset

_FEW = 5  # classes in a message


def note_arrangement(dataset: Dataset) -> None:
    """Note classes that are missing on a side, groups on two sides, and a split that was kept."""
    if not isinstance(dataset, ArrangedDataset):
        return
    assignment = dataset.arranged.assignment
    if assignment is None:
        if dataset.arrangement.shares:
            note("--split does nothing: DATA is in splits already, which are kept")
        return
    for one in assignment.short[:_FEW]:
        images = "1 image" if one.images == 1 else f"{one.images} images"
        note(f"warning: class {one.label} has {images}, and none in {' and '.join(one.missing)}")
    if len(assignment.short) > _FEW:
        note(f"and {len(assignment.short) - _FEW} more classes that are missing in a split")
    for group in assignment.torn[:_FEW]:
        note(f"warning: group {group} is on two sides, where an earlier run put its images")
