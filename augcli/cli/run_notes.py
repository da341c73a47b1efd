"""Note what a run found out about sources, copies, names and files."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.console import note
from augcli.cli.left_out import examples
from augcli.cli.merging_names import merging_text
from augcli.cli.repeats import note_repeats
from augcli.dataset.passed_over import PassedOver
from augcli.expansion.summary import Summary

KEPT = "kept; --prune removes them"
_SPLITS = {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval"}
_NAMED_PROBLEMS = 10


def note_findings(summary: Summary, *, prune: bool) -> None:
    """Note what copies could not keep, and what is odd about names and files.

    ``prune`` is True if the run removed stale files.
    """
    for change, images in sorted(summary.changes.items()):
        note(f"changed: {change} ({images} {'image' if images == 1 else 'images'})")
    for (reason, replaced), copies in sorted(summary.rejected.items()):
        became = "redrawn" if replaced else "kept: no other draw is better"
        count = f"{copies} {'copy' if copies == 1 else 'copies'}"
        note(f"rejected: {count} nearly {reason} ({became})")
    note_repeats(summary.distinct, summary.repeated)
    if summary.clipped:
        note(_clipped(summary))
    if summary.narrow:
        note(_narrow(summary.narrow))
    _note_names(summary)
    if summary.removed and not summary.loaders.is_tree:
        shards = "1 shard" if len(summary.removed) == 1 else f"{len(summary.removed)} shards"
        note(f"removed: {shards} that no image is for now, such as {summary.removed[0]}")
    if summary.stale:
        note(stale_text(summary.stale, _pruned(summary) if prune else KEPT))
    note_passed_over(summary.passed_over)


def note_passed_over(found: PassedOver) -> None:
    """Note how many entries of DATA are no sources, by reason."""
    for reason, count in sorted(found.items()):
        entries = f"{count} {'entry' if count == 1 else 'entries'}"
        note(f"passed over ({reason}): {entries}: {examples(found.examples[reason], count)}")


def stale_text(files: Sequence[str], what: str) -> str:
    """Return the note on files in OUT that this dataset and these settings would not make."""
    outputs = "1 output" if len(files) == 1 else f"{len(files)} outputs"
    return (
        f"stale: {outputs} whose source is gone or gives no such copy now, such as {files[0]} "
        f"({what})"
    )


def _pruned(summary: Summary) -> str:
    """Return what --prune did with the stale files."""
    kept = sorted({*summary.stale}.difference(summary.removed))
    if not kept:
        return "removed"
    done = f"{len(summary.removed)} removed; " if summary.removed else ""
    return f"{done}{len(kept)} kept, as edited or behind a link: {examples(kept, len(kept))}"


def _clipped(summary: Summary) -> str:
    """Return the note on copies that lost most of their pixels, with what to change."""
    count, first = len(summary.clipped), min(summary.clipped)
    copies = "1 copy loses" if count == 1 else f"{count} copies lose"
    remedy = (
        f"narrow the range of {', '.join(first.transforms)}"
        if first.transforms
        else ("narrow the ranges")
    )
    return (
        f"clipped: {copies} more than half of the pixels to black or white, "
        f"such as {first.file}: {remedy}"
    )


def _narrow(count: int) -> str:
    """Return the note on 16-bit sources with data in a small part of full scale."""
    images = "1 16-bit image uses" if count == 1 else f"{count} 16-bit images use"
    return (
        f"full scale: {images} less than a quarter of it, and steps of the pipeline depend on it: "
        "--depth-range data takes the range of the data instead of 65535"
    )


def _note_names(summary: Summary) -> None:
    """Note what the names of classes and files mean to other programs and file systems."""
    for label in sorted(summary.classes):
        if label.lower() in _SPLITS:
            note(f"warning: a class is called {label}: data loaders may take it for a split")
    for label in summary.empty_classes:
        note(
            f"warning: class {label} has no copies: loaders number the classes after it differently"
        )
    groups = [group for group in summary.merging if not summary.classes.keys() & {*group}]
    for group in groups[:_NAMED_PROBLEMS]:
        note(f"warning: {merging_text(group)}")
    if len(groups) > _NAMED_PROBLEMS:
        note(f"and {len(groups) - _NAMED_PROBLEMS} more such names")
