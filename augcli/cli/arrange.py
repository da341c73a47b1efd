"""Arrange a dataset as the flags say: chosen, labelled, grouped and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from augcli.cli.arrangement_flags import ArrangementFlags
from augcli.cli.near_duplicates import near_duplicates
from augcli.cli.parse_flag import parse_flag
from augcli.cli.pick_classes import check_class
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.arrangement import Arrangement
from augcli.dataset.choice import Choice
from augcli.dataset.labels.table import Columns, read_labels
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splitting.groups import groups_by_pattern, joined, read_groups
from augcli.dataset.splitting.shares import parse_shares
from augcli.errors import UsageProblem
from augcli.expansion.output.made_before import recorded_splits
from augcli.storage.names import canonical

_EXAMPLES = ("val=0.2", "val=0.2,test=0.1")


def arranged(plain: Dataset, flags: ArrangementFlags, out: Path, workers: int) -> Dataset:
    """Return a dataset as the flags arrange it; the dataset itself if none of them is typed.

    Sources keep the split that they have in ``out``. ``workers`` look for near duplicates.

    Raises:
        UsageProblem: the flags contradict each other, or a table or groups can't be read.
        EnvironmentFailure: DATA can't be listed, or there is no permission to read a file.
    """
    if flags == ArrangementFlags():
        return plain
    _check_together(flags)
    shares = parse_flag("--split", flags.split, parse_shares, _EXAMPLES) if flags.split else ()
    chosen = _with(plain, _choice_and_table(flags))
    chosen.check()
    for label in chosen.arrangement.choice.only:
        check_class(f"--class {label}", label, chosen.classes(), f"{plain.root}")
    if not shares:
        return chosen
    sources = [one for folder in chosen.folders() for one in folder.sources if one.is_readable]
    groups = _groups(flags, sources, workers)
    return _with(
        plain,
        replace(chosen.arrangement, shares=shares, groups=groups, known=recorded_splits(out)),
    )


def _with(plain: Dataset, arrangement: Arrangement) -> ArrangedDataset:
    return ArrangedDataset(
        plain.root,
        plain.flat or arrangement.table is not None,
        plain.follow_links,
        plain.splits,
        arrangement=arrangement,
    )


def _choice_and_table(flags: ArrangementFlags) -> Arrangement:
    columns = Columns(
        flags.image_column, flags.label_column, flags.split_column, flags.group_column
    )
    table = read_labels(flags.labels, columns) if flags.labels else None
    include, exclude, only = (
        tuple(map(canonical, typed)) for typed in (flags.include, flags.exclude, flags.only)
    )
    return Arrangement(Choice(include, exclude, only, flags.limit), table)


def _groups(flags: ArrangementFlags, sources: Sequence[Source], workers: int) -> dict[str, str]:
    """Return the group of each source that is in one, by name."""
    names = [source.name for source in sources]
    groups = {source.name: source.group for source in sources if source.group}
    if flags.group_by is not None:
        groups |= groups_by_pattern(names, flags.group_by)
    if flags.groups:
        groups |= read_groups(flags.groups, names)
    if flags.group_near_duplicates:
        groups = joined(groups, near_duplicates(sources, workers))
    return groups


def _check_together(flags: ArrangementFlags) -> None:
    """Raise UsageProblem if a flag has no use for lack of another."""
    of_splits = {
        "--group-by": flags.group_by is not None,
        "--groups": flags.groups is not None,
        "--group-near-duplicates": flags.group_near_duplicates,
    }
    of_tables = {
        "--image-column": flags.image_column,
        "--label-column": flags.label_column,
        "--split-column": flags.split_column,
        "--group-column": flags.group_column,
    }
    if (alone := [flag for flag, typed in of_splits.items() if typed]) and not flags.split:
        raise UsageProblem(
            f"{alone[0]} keeps groups on one side of a split, and there is no --split",
            "add --split val=0.2",
        )
    if (alone := [flag for flag, typed in of_tables.items() if typed]) and not flags.labels:
        raise UsageProblem(
            f"{alone[0]} names a column of a table, and there is no --labels", "add --labels FILE"
        )
    if flags.group_by is not None and flags.groups:
        raise UsageProblem(
            "--group-by and --groups both say what the groups are", "leave one of them out"
        )


def arrangement_settings(dataset: Dataset, flags: ArrangementFlags) -> dict[str, Any]:
    """Return the settings that a run keeps of an arrangement, by the names of their fields."""
    if not isinstance(dataset, ArrangedDataset):
        return {}
    arrangement = dataset.arrangement
    how = {
        f"by {flags.group_by}": flags.group_by is not None,
        "by a table": flags.groups is not None or bool(flags.group_column),
        "near duplicates": flags.group_near_duplicates,
    }
    labels = "" if arrangement.table is None else "several" if arrangement.table.multi else "one"
    return {
        "choice": arrangement.choice,
        "shares": arrangement.shares,
        "groups": ", ".join(text for text, typed in how.items() if typed),
        "labels": labels,
    }
