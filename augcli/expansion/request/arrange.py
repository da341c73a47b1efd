"""Arrange a dataset as a request says: chosen, grouped and split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from augcli.config.parse_flag import parse_flag
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.arrangement import Arrangement
from augcli.dataset.check_class import check_class
from augcli.dataset.choice import Choice
from augcli.dataset.labels.match import Match, match
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splitting.group_table import read_groups
from augcli.dataset.splitting.groups import groups_by_pattern, joined
from augcli.dataset.splitting.shares import parse_shares
from augcli.errors import UsageProblem
from augcli.expansion.output.made_before import recorded_splits
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.expansion.request.label_table import label_table
from augcli.storage.names import canonical

Find = Callable[[Sequence[Source]], list[tuple[str, str]]]
"""Returns the pairs of names of sources that are near duplicates."""

_EXAMPLES = ("val=0.2", "val=0.2,test=0.1")


def arranged(plain: Dataset, flags: ArrangementFlags, out: Path | None, find: Find) -> Dataset:
    """Return a dataset as the flags arrange it; the dataset itself if none of them is typed.

    Sources keep the split that they have in ``out``, if there is one. ``find`` looks for near
    duplicates.

    Raises:
        UsageProblem: the flags contradict each other, or there are no such groups.
        EnvironmentFailure: DATA can't be listed, or there is no permission to read a file.
    """
    if flags == ArrangementFlags():
        return plain
    _check_together(flags)
    shares = parse_flag("--split", flags.split, parse_shares, _EXAMPLES) if flags.split else ()
    labels = label_table(flags)
    everything = _with(plain, Arrangement(labels)) if labels else plain
    for label in flags.only:
        check_class(f"--class {label}", canonical(label), everything.classes(), f"{plain.root}")
    chosen = _with(plain, Arrangement(labels, _choice(flags)))
    chosen.check()
    if not (shares or flags.folds):
        return chosen
    sources = [one for folder in chosen.folders() for one in folder.sources if one.is_readable]
    table = match(read_groups(flags.groups), plain.root, sources) if flags.groups else None
    arrangement = replace(
        chosen.arrangement,
        shares=shares,
        groups=_groups(flags, sources, table, find),
        groups_of_none=table.without_image if table else (),
        known=recorded_splits(out, sources) if out else {},
    )
    return _with(plain, arrangement)


def _with(plain: Dataset, arrangement: Arrangement) -> ArrangedDataset:
    return ArrangedDataset(
        plain.root,
        plain.flat,
        plain.follow_links,
        plain.splits,
        arrangement=arrangement,
    )


def _choice(flags: ArrangementFlags) -> Choice:
    include, exclude, only = (
        tuple(map(canonical, typed)) for typed in (flags.include, flags.exclude, flags.only)
    )
    return Choice(include, exclude, only, flags.limit)


def _groups(
    flags: ArrangementFlags, sources: Sequence[Source], table: Match | None, find: Find
) -> dict[str, str]:
    """Return the group of each source that is in one, by name."""
    names = [source.name for source in sources]
    groups = {source.name: source.group for source in sources if source.group}
    if flags.group_by is not None:
        groups = groups_by_pattern(names, flags.group_by)
    if table:
        groups = {name: row.group for name, row in table.rows.items() if row.group}
    if flags.group_near_duplicates:
        groups = joined(groups, find(sources))
    return groups


def _check_together(flags: ArrangementFlags) -> None:
    """Raise UsageProblem if a flag has no use for lack of another."""
    of_splits = {
        "--group-by": flags.group_by is not None,
        "--groups": flags.groups is not None,
        "--group-near-duplicates": flags.group_near_duplicates,
    }
    alone = [flag for flag, typed in of_splits.items() if typed]
    if alone and not (flags.split or flags.folds):
        raise UsageProblem(
            f"{alone[0]} keeps groups on one side of a split, and there is no --split",
            "add --split val=0.2",
        )
    if flags.split and flags.folds:
        raise UsageProblem("--folds writes a table, and --split folders", "leave one of them out")
    if flags.group_by is not None and flags.groups is not None:
        raise UsageProblem("--group-by and --groups both say what the groups are", "leave one out")


def arrangement_settings(dataset: Dataset, flags: ArrangementFlags) -> dict[str, Any]:
    """Return the settings that a run keeps of an arrangement, by the names of their fields."""
    if not isinstance(dataset, ArrangedDataset):
        return {}
    arrangement = dataset.arrangement
    how = {
        f"by {flags.group_by}": flags.group_by is not None,
        "by a table": flags.groups is not None,
        "near duplicates": flags.group_near_duplicates,
    }
    return {
        "labels": arrangement.mode,
        "choice": arrangement.choice,
        "shares": arrangement.shares,
        "groups": ", ".join(text for text, typed in how.items() if typed),
    }
