"""Tell in words which leaks were found, and what to do about them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from augcli.leaks.check import KINDS, Kind, Leak, LeakReport

_SHOWN = 5  # pairs
_ONE: dict[Kind, str] = {
    "exact": "exact copy",
    "source": "copy of one source",
    "near-duplicate": "near duplicate",
}
_MANY: dict[Kind, str] = {
    "exact": "exact copies",
    "source": "copies of one source",
    "near-duplicate": "near duplicates",
}


def leak_lines(report: LeakReport) -> Iterator[str]:
    """Yield the lines of the report: counts, the worst pairs, and the way out."""
    yield headline(report)
    if not report.leaks:
        return
    yield from _counts(report.leaks)
    yield ""
    for leak in report.leaks[:_SHOWN]:
        score = f" {leak.score:.2f}" if leak.score and leak.score < 1 else ""
        labels = f", two labels: {leak.labels[0]} and {leak.labels[1]}" if leak.two_labels else ""
        yield f"{_ONE[leak.kind]}{score}{labels}"
        yield f"    {leak.a}"
        yield f"    {leak.b}"
    if len(report.leaks) > _SHOWN:
        rest = len(report.leaks) - _SHOWN
        yield f"and {rest} more: --csv FILE lists all, --sheet FILE.png shows the worst"
    yield ""
    yield from _ways_out(report.leaks)


def headline(report: LeakReport) -> str:
    """Return the result in one line."""
    images = sum(report.images.values())
    across = sum(leak.across for leak in report.leaks)
    folders = ", ".join(f"{folder} ({count})" for folder, count in report.images.items())
    if not report.leaks:
        return f"no leaks among {images} images: {folders}"
    labels = sum(leak.two_labels for leak in report.leaks)
    pairs = "1 pair" if len(report.leaks) == 1 else f"{len(report.leaks)} pairs"
    counts = ((across, "across folders"), (labels, "under two labels"))
    found = ", ".join(f"{count} {where}" for count, where in counts if count)
    return f"{pairs} ({found}) among {images} images: {folders}"


def leak_csv(leaks: Sequence[Leak]) -> bytes:
    """Return a table of the leaks, with a line of column names."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(Leak(Path(), Path(), "exact", (Path(), Path()), ("", "")).as_json())
    for leak in leaks:
        row = leak.as_json()
        writer.writerow({**row, "two_labels": str(leak.two_labels).lower()}.values())
    return stream.getvalue().encode("utf-8", "surrogateescape")


def _counts(leaks: Sequence[Leak]) -> Iterator[str]:
    """Yield a line for each two folders that share images, and for each with two labels."""
    for folders in dict.fromkeys(leak.folders for leak in leaks):
        of_kind = Counter(leak.kind for leak in leaks if leak.folders == folders)
        words = [
            f"{of_kind[kind]} {(_ONE if of_kind[kind] == 1 else _MANY)[kind]}"
            for kind in KINDS
            if of_kind[kind]
        ]
        one, other = folders
        where = f"{one} and {other}" if one != other else f"in {one}, under two labels"
        yield f"    {where}: {', '.join(words)}"


def _ways_out(leaks: Sequence[Leak]) -> Iterator[str]:
    if any(leak.across for leak in leaks):
        yield "To keep pictures that are alike on one side, put all originals into one folder for"
        yield "each class, below DATA, and split them anew by"
        yield "    augcli split DATA OUT --split val=0.2 --group-near-duplicates"
        yield "Or delete the copies from the training folder."
    if any(leak.two_labels for leak in leaks):
        yield "Of one picture under two labels, delete the one whose label is wrong."
