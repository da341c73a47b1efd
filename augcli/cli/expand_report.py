"""Print the result of an expansion on stdout, and notes on stderr."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import click

from augcli.cli.console import note
from augcli.cli.merging_names import merging_text
from augcli.cli.repeats import note_repeats
from augcli.expansion.dry_run import Estimate, Forecast
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.profile import as_json
from augcli.expansion.summary import Summary, Tally
from augcli.text import printable

_SPLITS = {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval"}
_NAMED_PROBLEMS = 10  # without --verbose


@dataclass(frozen=True)
class Report:
    """Prints what a run did, or would do, for a person or as JSON.

    ``prune`` is True if the run removed outputs whose source is gone or gives no copies now.
    """

    as_json: bool
    quiet: bool
    verbose: bool
    prune: bool = False

    def summary(self, summary: Summary) -> None:
        """Print what the run did."""
        if self.as_json:
            click.echo(json.dumps(summary.as_json(), indent=2))
        elif not self.quiet:
            rows = [(label, *_counts(summary.classes[label])) for label in sorted(summary.classes)]
            _print_table(
                ("class", "images", "copies", "bad", "refused", "skipped"),
                [*rows, ("total", *_counts(summary.total))],
            )
            click.echo(printable(_closing_line(summary)))
        if not self.quiet:
            self._note_problems(summary)
            _note_profile(summary)

    def plan(self, found: Estimate) -> None:
        """Print what the run would do."""
        if self.as_json:
            click.echo(json.dumps(found.as_json(), indent=2))
        if self.as_json or self.quiet:
            return
        rows = [(label, *_forecast(found.classes[label])) for label in sorted(found.classes)]
        _print_table(
            ("class", "images", "copies", "to make", "skipped", "about"),
            [*rows, ("total", *_forecast(found.total))],
        )
        click.echo("dry run: nothing was written")

    def _note_problems(self, summary: Summary) -> None:
        skipped = sorted(summary.skipped, key=lambda one: one.source)
        named = skipped if self.verbose else skipped[:_NAMED_PROBLEMS]
        for one in named:
            note(f"{one.status}: {one.source}: {one.text}")
        if len(skipped) > len(named):
            more = len(skipped) - len(named)
            note(f"and {more} more that gave no copies: see {summary.out / SKIPPED}")
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
        if summary.stale:
            pruned = "removed" if self.prune else "kept; --prune removes them"
            note(
                f"stale: {len(summary.stale)} {'output' if len(summary.stale) == 1 else 'outputs'} "
                f"whose source is gone or gives no copies now ({pruned})"
            )
        for reason, files in sorted(summary.passed_over.items()):
            note(f"passed over ({reason}): {files} {'entry' if files == 1 else 'entries'}")


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
        note(f"warning: class {label} has no copies: loaders number the classes after it otherwise")
    groups = [group for group in summary.merging if not summary.classes.keys() & {*group}]
    for group in groups[:_NAMED_PROBLEMS]:
        note(f"warning: {merging_text(group)}")
    if len(groups) > _NAMED_PROBLEMS:
        note(f"and {len(groups) - _NAMED_PROBLEMS} more such names")


def _note_profile(summary: Summary) -> None:
    """Note the time of each stage, if it was measured."""
    if not summary.profile:
        return
    note("stage         seconds  share  ms a file")
    for stage, measured in as_json(summary.profile).items():
        each = measured["seconds"] * 1000 / max(summary.written, 1)
        note(f"{stage:12}{measured['seconds']:9.2f}{measured['share']:7.1%}{each:11.3f}")


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(str(count) for count in astuple(tally))


def _forecast(row: Forecast) -> tuple[str, ...]:
    *counts, size = astuple(row)
    return (*map(str, counts), _size(size))


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} TB"


def _closing_line(summary: Summary) -> str:
    files = "file" if summary.written == 1 else "files"
    written = f"{summary.written} {files} written to {summary.out}"
    if not summary.finished:
        return f"stopped at the first problem; {written}"
    if summary.written:
        return f"{written} in {summary.seconds:.1f} s, {summary.rate:.0f} images/s"
    if summary.skipped:
        return f"nothing to write to {summary.out}: all that can be made is in place"
    return f"everything is in place in {summary.out}: nothing to write"


def _print_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [heads, *((printable(first) or "(none)", *rest) for first, *rest in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        click.echo("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
