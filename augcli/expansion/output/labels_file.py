"""Write the labels of all outputs as a table, if images have any number of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from augcli.dataset.labels.table import IMAGE_COLUMN
from augcli.expansion.output.record import Record
from augcli.expansion.output.record_files import records

LABELS = "labels.csv"


def labels_table(out: Path) -> bytes:
    """Return the table: a row for each output, a column for each label, a share of 0 to 1 in each.

    The shares are those of the manifest: 1 for the labels of a picture, less in mixed ones.
    """
    labels = sorted({label for record in _sound(out) for label in record["labels"]})
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow([IMAGE_COLUMN, *labels])
    for record in _sound(out):
        shares = record["labels"]
        table.writerow([record["file"], *(f"{shares.get(label, 0):.6g}" for label in labels)])
    return text.getvalue().encode()


def _sound(out: Path) -> Iterable[Record]:
    return (record for record in records(out) if record and "labels" in record)
