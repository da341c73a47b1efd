"""Declare the flags of a table of labels, and read the table."""

from __future__ import annotations

from typing import Any

from augcli.cli.arrangement_flags import ArrangementFlags
from augcli.cli.check_paths import PATH
from augcli.cli.command import option
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.arrangement import Arrangement
from augcli.dataset.labels.table import LabelTable, read_labels
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem

_LABELS = "Labels from a table"

LABEL_OPTIONS = [
    option(
        _LABELS,
        "--labels",
        metavar="FILE",
        type=PATH,
        help="Take the classes from a table, not from folders: CSV, TSV or JSON lines with a "
        "column of images, relative to DATA, and one of labels. Columns named split and group "
        "count too.",
    ),
    option(
        _LABELS,
        "--image-column",
        metavar="NAME",
        help="The column of the images, if its name is not one such as image or filename.",
    ),
    option(
        _LABELS,
        "--label-column",
        metavar="NAME",
        multiple=True,
        help="The column of the labels, if its name is not one such as label or class. Several "
        "labels of an image are separated by |, or have columns of 0 and 1: repeat the flag.",
    ),
]
"""The decorators that add the flags to a command."""


def label_options(function: Any) -> Any:
    """Add the flags to a command."""
    for add in reversed(LABEL_OPTIONS):
        function = add(function)
    return function


def label_table(flags: ArrangementFlags) -> LabelTable | None:
    """Return the table that the flags name, None if they name none.

    Raises:
        UsageProblem: there is no such table, or a flag has no use without one.
        EnvironmentFailure: there is no permission to read it.
    """
    if flags.labels:
        return read_labels(flags.labels, flags.image_column, flags.label_column)
    if flags.image_column or flags.label_column:
        flag = "--image-column" if flags.image_column else "--label-column"
        raise UsageProblem(f"{flag}: there is no table with columns", "add --labels FILE")
    return None


def labelled(dataset: Dataset, flags: ArrangementFlags) -> Dataset:
    """Return a dataset with the labels of a table, or the dataset itself if there is no table.

    Raises:
        UsageProblem: as :func:`label_table`, or the table has no image of the dataset.
        EnvironmentFailure: the dataset can't be listed.
    """
    table = label_table(flags)
    if table is None:
        return dataset
    found = ArrangedDataset(
        dataset.root,
        flat=True,
        follow_links=dataset.follow_links,
        arrangement=Arrangement(table),
    )
    found.check()
    return found
