"""Write the folds of a dataset as a table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import click

from augcli.cli.arrangement_notes import note_folds
from augcli.cli.json_output import say_json
from augcli.cli.split_flags import SplitFlags
from augcli.cli.write_for_user import check_free, write_for_user
from augcli.dataset.labels.table import SEPARATOR
from augcli.dataset.source import Source
from augcli.dataset.splitting.folds import folds
from augcli.dataset.splitting.units import units_of
from augcli.errors import UsageProblem
from augcli.expansion.output.folder import check_apart
from augcli.text import printable

FOLDS = "folds.csv"


def write_folds(flags: SplitFlags, number: int) -> None:
    """Write OUT/folds.csv: the file, class, group and fold of each image.

    Raises:
        UsageProblem: there are fewer images than folds, or another table is there.
    """
    dataset = flags.unsplit
    dataset.check()
    check_apart(flags.data, flags.out)
    sources = [one for folder in dataset.folders() for one in folder.sources]
    sources = sorted((one for one in sources if one.is_readable), key=lambda one: one.name)
    if len(sources) < number:
        raise UsageProblem(
            f"--folds {number}: DATA has {len(sources)} images", "give fewer folds than images"
        )
    found = folds(units_of(sources), number)
    text = _table(sources, found)
    path = flags.out / FOLDS
    if not flags.overwrite:
        check_free(path, lambda there: there in (b"", text))
    if not flags.quiet:
        note_folds(dataset)
    if not flags.dry_run:
        write_for_user(path, text, "give another folder for OUT")
    _report(flags, path, Counter(found.values()))


def _table(sources: list[Source], found: dict[str, int]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("file", "label", "group", "fold"))
    table.writerows(
        (one.name, SEPARATOR.join(one.classes), one.group, found[one.name]) for one in sources
    )
    return text.getvalue().encode("utf-8", "surrogatepass")


def _report(flags: SplitFlags, path: Path, counts: Counter[int]) -> None:
    if flags.as_json:
        say_json({"file": str(path), "folds": {str(fold): counts[fold] for fold in sorted(counts)}})
    elif not flags.quiet:
        for fold in sorted(counts):
            click.echo(f"fold {fold}: {counts[fold]} images")
        click.echo("dry run: nothing was written" if flags.dry_run else printable(str(path)))
