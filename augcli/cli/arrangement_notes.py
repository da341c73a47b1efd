"""Note what became of groups and classes when a dataset was split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from augcli.cli.console import note
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.scan import Dataset
from augcli.dataset.splitting.assign import Assignment

_FEW = 5  # classes in a message
_FAR_OFF = 0.2  # of a share: what is told


def note_arrangement(dataset: Dataset) -> None:
    """Note classes that are missing on a side, groups on two sides, and a split that was kept."""
    if not isinstance(dataset, ArrangedDataset):
        return
    _note_table(dataset)
    assignment = dataset.arranged.assignment
    if assignment is None and dataset.arrangement.shares:
        note(
            "split: none is made, as DATA is in splits already, which are kept; to split it "
            "anew, first put its images into one folder for each class"
        )
        return
    if assignment:
        _note_sides(assignment)
    _note_groups(dataset)


def _note_sides(assignment: Assignment) -> None:
    for one in assignment.short[:_FEW]:
        images = "1 image" if one.images == 1 else f"{one.images} images"
        note(f"warning: class {one.label} has {images}, and none in {' and '.join(one.missing)}")
    if len(assignment.short) > _FEW:
        note(f"and {len(assignment.short) - _FEW} more classes that are missing in a split")
    for group in assignment.torn[:_FEW]:
        note(f"warning: group {group} is on two sides, where an earlier run put its images")


def _note_table(dataset: ArrangedDataset) -> None:
    """Note which columns a table of labels gave, and what in it and in DATA has no counterpart."""
    table, matched = dataset.arrangement.labels, dataset.arranged.matched
    if table is None or matched is None:
        return
    rows = f"{len(table.rows):,} {'row' if len(table.rows) == 1 else 'rows'}"
    many = f"the {len(table.columns) - 1} columns {table.columns[1]}, ..."
    column = table.columns[1] if len(table.columns) == 2 else many
    several = ", several to an image" if table.several else ""
    groups = f"; groups: {table.group_column}" if table.group_column else ""
    note(f"labels: {column} of {table.path}, {rows}{several}{groups}")
    if repeated := table.repeated + matched.repeated:
        says = "row says" if repeated == 1 else "rows say"
        note(f"labels: {repeated:,} {says} again what others said, and count once")
    _note_missing(dataset, matched.without_image)


def _note_missing(dataset: ArrangedDataset, names: Sequence[str]) -> None:
    """Note the names in a table that no image has."""
    if names:
        rows = "1 row names" if len(names) == 1 else f"{len(names):,} rows name"
        note(f"warning: {rows} no image that is in {dataset.root}, such as {names[0]}")


def _note_groups(dataset: ArrangedDataset) -> None:
    """Note how many groups there are, and shares that they keep from being met."""
    if not dataset.arrangement.groups:
        return
    _note_missing(dataset, dataset.arrangement.groups_of_none)
    sources = [one for folder in dataset.folders() for one in folder.sources if one.is_readable]
    groups = Counter(source.group for source in sources if source.group)
    images = groups.total()
    alone = len(sources) - images
    others = f"; {alone:,} images are in no group" if alone else ""
    note(f"groups: {len(groups):,} with {images:,} images{others}")
    (largest, most), *_ = groups.most_common(1)
    splits = dataset.arranged.splits
    for side, share in dataset.arrangement.shares:
        there = splits[side] / len(sources)
        if abs(there - share) > _FAR_OFF * share and abs(splits[side] - share * len(sources)) >= 1:
            note(
                f"warning: {side} has {there:.0%} of the images, not {share:.0%}, as groups stay "
                f"together: the largest, {largest}, has {most:,} of {len(sources):,}"
            )
