"""Pictures of several classes: the shares of a mixed copy, and the table of labels in OUT."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from augcli.expansion.output.folder import LABELS
from augcli.expansion.output.record import Record
from augcli.storage.files import write_if_changed


def with_each_class(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a mixed copy's record with a share for each single class.

    The share of a class is the sum of the shares of the pictures that are of it, as mixup mixes
    targets (Zhang et al., mixup: beyond empirical risk minimization, 2018).
    """
    if "labels" not in fields:  # its partners are of the same classes
        return dict(fields)
    shares: defaultdict[str, float] = defaultdict(float)
    for classes, share in fields["labels"].items():
        for label in classes.split("|"):
            shares[label] += share
    return {**fields, "labels": {label: min(share, 1.0) for label, share in shares.items()}}


def write_labels(out: Path, records: Iterable[Record | None]) -> None:
    """Write a table of the classes of each file, which ``--labels`` can read."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("file", "labels", "split"))
    for record in records:
        if record:
            classes = "|".join(record.get("labels", {}))
            table.writerow((record["file"], classes, record.get("split", "")))
    write_if_changed(out / LABELS, text.getvalue().encode("utf-8", "surrogatepass"))
