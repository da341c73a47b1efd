"""Read the table of labels that a request names, and give a dataset its labels."""

from __future__ import annotations

from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.arrangement import Arrangement
from augcli.dataset.labels.table import LabelTable, read_labels
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.request.arrangement_flags import ArrangementFlags


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
