"""Read the labels of images, and the splits and groups that they may have, from a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple

from augcli.dataset.labels.columns import Columns, find_columns
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.splits import is_split
from augcli.dataset.tables import Table, TableRow, read_table
from augcli.errors import UsageProblem
from augcli.storage.names import canonical

SEPARATOR = "|"
"""What stands between the labels of an image."""

IMAGE_COLUMN = "image"
"""The column of images in the table of labels of an OUT."""

_UNPRINTABLE = "has characters that can't be shown"
_LONGEST = 255  # bytes, of the name of a folder
_SWITCHES = {"0": False, "0.0": False, "": False, "false": False, "no": False}
_SWITCHES |= {"1": True, "1.0": True, "true": True, "yes": True}


class Row(NamedTuple):
    """What a table says of an image: the line, the labels, and the split and group, or "" each."""

    line: int
    labels: tuple[str, ...]
    split: str = ""
    group: str = ""


@dataclass(frozen=True)
class LabelTable:
    """The rows of a table, by the name of the image as it is typed there.

    ``columns`` names those of images and labels, ``group_column`` that of groups, "" without one.
    ``several`` tells that images have any number of labels,
    not one each. ``repeated`` counts the rows that say again what one before them said.
    """

    path: Path
    rows: dict[str, Row]
    columns: tuple[str, ...] = ()
    several: bool = False
    repeated: int = 0
    group_column: str = ""


def read_labels(path: Path, image: str | None = None, labels: Sequence[str] = ()) -> LabelTable:
    """Read a table: a column of it names images, others have what is said of them.

    ``image`` and ``labels`` name its columns; those that are not named are found.

    Raises:
        UsageProblem: it is no such table, or two of its rows disagree.
        EnvironmentFailure: there is no permission to read it.
    """
    table = read_table(path)
    columns = find_columns(table, image, labels)
    rows: dict[str, Row] = {}
    repeated = 0
    for name, row in _rows(table, columns):
        before = rows.setdefault(name, row)
        repeated += before is not row
        check_agree(path, name, before, row)
    found = {row.labels for row in rows.values()}
    several = any(len(one) > 1 or (columns.are_switches and not one) for one in found)
    _check_splits(table, rows)
    _check_labels(table, rows, _problem_of_column if several else _problem_of_folder)
    used = [table.columns[place] for place in (columns.image, *columns.labels)]
    group = "" if columns.group is None else table.columns[columns.group]
    return LabelTable(path, rows, tuple(used), several, repeated, group)


def check_agree(path: Path, name: str, one: Row, other: Row) -> None:
    """Raise UsageProblem if two rows say different things of one image."""
    if one[1:] == other[1:]:
        return
    said = (
        " and ".join(filter(None, (SEPARATOR.join(row.labels), *row[2:]))) for row in (one, other)
    )
    several = f"; several labels of an image stand in one row: cat{SEPARATOR}dog"
    raise UsageProblem(
        f"{path}, lines {one.line} and {other.line} disagree on {name}: {', '.join(said)}",
        f"leave one of them out{several if one.labels != other.labels else ''}",
    )


def image_name(table: Table, row: TableRow, column: int) -> str:
    """Return the name of the image of a row. Raises UsageProblem if there is none."""
    name = canonical(row.cells[column].strip()).replace("\\", "/")
    if not name:
        table.fail(row.line, "names no image", f"fill in {table.columns[column]}")
    return normpath(name)


def _rows(table: Table, columns: Columns) -> Iterator[tuple[str, Row]]:
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in table.rows(columns.places):
        name = image_name(table, row, columns.image)
        labels = _switched(table, columns, row) if columns.are_switches else _named(columns, row)
        # The same labels are one object in memory, however many images have them.
        labels = kept.setdefault(labels, labels)
        split, group = (
            "" if place is None else canonical(row.cells[place].strip())
            for place in (columns.split, columns.group)
        )
        yield name, Row(row.line, labels, split, group)


def _named(columns: Columns, row: TableRow) -> tuple[str, ...]:
    names = row.cells[columns.labels[0]].split(SEPARATOR)
    return tuple(sorted({canonical(name.strip()) for name in names} - {""}))


def _switched(table: Table, columns: Columns, row: TableRow) -> tuple[str, ...]:
    names = []
    for place in columns.labels:
        is_on = _SWITCHES.get(row.cells[place].strip().lower())
        if is_on is None:
            what = (
                f"{table.columns[place]} is {row.cells[place]}, and a column of a label has 0 or 1"
            )
            table.fail(row.line, what, "name the columns of labels: --label-column NAME")
        if is_on:
            names.append(canonical(table.columns[place]))
    return tuple(sorted(names))


def _check_splits(table: Table, rows: Mapping[str, Row]) -> None:
    if not any(row.split for row in rows.values()):
        return
    hint = "a split is train, val or test"
    known = {split for split in {row.split for row in rows.values()} if _is_split(split)}
    for name, row in rows.items():
        if not row.split:
            table.fail(row.line, f"{name} is in no split, and others are", hint)
        if row.split not in known:
            table.fail(row.line, f"{row.split} is no name of a split", hint)


def _is_split(name: str) -> bool:
    return is_split(name) and not _problem_of_folder(name)


def _check_labels(table: Table, rows: Mapping[str, Row], problem_of: Callable[[str], str]) -> None:
    """Raise UsageProblem if a label can't be the name of what OUT has for it."""
    labels = {one for row in rows.values() for one in row.labels}
    problems = {label: problem_of(label) for label in labels}
    wrong = {label: problem for label, problem in problems.items() if problem}
    for row in rows.values() if wrong else ():
        for label in wrong.keys() & row.labels:
            what = f"the label {label} can't be the name of {wrong[label]}"
            table.fail(row.line, what, "rename the label in the table")


def _problem_of_column(label: str) -> str:
    """Return why a label can't name a column of OUT/labels.csv, beside that of the images."""
    if label == IMAGE_COLUMN:
        return "a column of labels: the images have it"
    return "" if label.isprintable() else f"a column: it {_UNPRINTABLE}"


def _problem_of_folder(label: str) -> str:
    why = ""
    if "/" in label or "\\" in label:
        why = "has a slash in it"
    elif not label.isprintable():
        why = _UNPRINTABLE
    elif is_hidden(label):
        why = "begins with a dot" if label.startswith(".") else "is a name that systems use"
    elif len(label.encode()) > _LONGEST:
        why = f"has more than {_LONGEST} bytes"
    elif label.endswith("."):
        why = "ends with a dot"
    return why and f"a folder: it {why}"
