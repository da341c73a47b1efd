"""Write the folds of a dataset as a table."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from augcli.cli.arrangement_notes import note_arrangement
from augcli.cli.console import note
from augcli.cli.json_output import say_json
from augcli.cli.run_notes import note_passed_over
from augcli.cli.split_flags import SplitFlags
from augcli.cli.split_notes import note_doubt
from augcli.cli.write_for_user import check_free, write_for_user
from augcli.dataset.labels.table import SEPARATOR
from augcli.dataset.source import Source
from augcli.dataset.splits import is_carried
from augcli.dataset.splitting.folds import folds
from augcli.dataset.splitting.units import grouped, units_of
from augcli.errors import UsageProblem
from augcli.expansion.output.folder import check_apart
from augcli.text import printable

FOLDS = "folds.csv"
_FEW = 5  # classes in a message


def write_folds(flags: SplitFlags, number: int) -> None:
    """Write OUT/folds.csv: the file, class, group and fold of each image to train on.

    Raises:
        UsageProblem: there is too little for so many folds, or another table is there.
    """
    if flags.shard is not None:
        raise UsageProblem(
            "--shard shares out the files of a run, and --folds writes one table",
            "leave one of them out",
        )
    flags.dataset.check()
    check_apart(flags.data, flags.out)
    everything = [one for folder in flags.dataset.folders() for one in folder.sources]
    training = [one for one in everything if one.for_training]
    sources = sorted(training, key=lambda one: one.name)
    found = _folds(sources, number)
    text = _table(sources, found)
    path = flags.out / FOLDS
    if not flags.overwrite:
        check_free(path, lambda there: there in (b"", text))
    _note(flags, sources, found)
    if not flags.dry_run:
        write_for_user(path, text, "give another folder for OUT")
    _report(flags, path, Counter(found.values()))


def _folds(sources: Sequence[Source], number: int) -> dict[str, int]:
    """Return the fold of each source. Raises UsageProblem if a fold would be empty."""
    units = units_of(sources)
    there = len(grouped(units))
    if there < number:
        what = "images to train on" if there == len(units) else "groups"
        raise UsageProblem(
            f"--folds {number} is more than there are {what}, which is {there}", "give fewer folds"
        )
    return folds(units, number)


def _table(sources: Sequence[Source], found: Mapping[str, int]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("file", "label", "group", "fold"))
    table.writerows(
        (one.name, SEPARATOR.join(one.classes), one.group, found[one.name]) for one in sources
    )
    return text.getvalue().encode("utf-8", "surrogatepass")


def _note(flags: SplitFlags, sources: Sequence[Source], found: Mapping[str, int]) -> None:
    """Note what is left out, and classes that are not in every fold."""
    note_arrangement(flags.dataset)
    note_doubt(flags.dataset)
    held = [f"{name} ({n})" for name, _, n in flags.dataset.found_splits if is_carried(name)]
    if held:
        note(f"splits: {', '.join(held)} stay as they are, and are in no fold")
    places: defaultdict[str, set[int]] = defaultdict(set)
    for one in sources:
        for label in one.classes:
            places[label].add(found[one.name])
    number = len({*found.values()})
    short = sorted(label for label, there in places.items() if len(there) < number)
    for label in short[:_FEW]:
        note(f"warning: class {label} is in {len(places[label])} of {number} folds")
    if len(short) > _FEW:
        note(f"and {len(short) - _FEW} more classes that are not in every fold")
    note_passed_over(flags.dataset.passed_over)


def _report(flags: SplitFlags, path: Path, counts: Counter[int]) -> None:
    if flags.as_json:
        say_json({"file": str(path), "folds": {str(fold): counts[fold] for fold in sorted(counts)}})
    elif not flags.quiet:
        for fold in sorted(counts):
            click.echo(f"fold {fold}: {counts[fold]} images")
        click.echo("dry run: nothing was written" if flags.dry_run else printable(str(path)))
