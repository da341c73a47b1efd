"""Read the groups of images from a table."""

from __future__ import annotations

from pathlib import Path

from augcli.dataset.labels.columns import GROUP, IMAGE, known_column, unknown_column
from augcli.dataset.labels.table import LabelTable, Row, check_agree, image_name
from augcli.dataset.tables import read_table
from augcli.storage.names import canonical

_BOTH = 2  # columns: that of the images and another


def read_groups(path: Path) -> LabelTable:
    """Read a table with a column of images and one of groups; of two columns, the other one.

    Raises:
        UsageProblem: it is no such table, or two of its rows disagree.
        EnvironmentFailure: there is no permission to read it.
    """
    table = read_table(path)
    image, group = known_column(table, IMAGE), known_column(table, GROUP)
    if image is not None and group is None and len(table.columns) == _BOTH:
        group = 1 - image
    if image is None:
        raise unknown_column(table, "the images", "call it image")
    if group is None:
        raise unknown_column(table, "the groups", "call it group")
    rows: dict[str, Row] = {}
    repeated = 0
    for cells in table.rows((image, group)):
        name = image_name(table, cells, image)
        row = Row(cells.line, (), group=canonical(cells.cells[group].strip()))
        before = rows.setdefault(name, row)
        repeated += before is not row
        check_agree(path, name, before, row)
    return LabelTable(path, rows, (table.columns[image], table.columns[group]), repeated=repeated)
