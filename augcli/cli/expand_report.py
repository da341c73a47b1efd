"""How an expansion is shown: the result on stdout, everything else on stderr."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import click

from augcli.cli.console import note
from augcli.cli.profile_table import tell_profile
from augcli.expansion.dry_run import Estimate
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.summary import Summary
from augcli.text import printable

_SPLITS = {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval"}
_NAMED_PROBLEMS = 10  # without --verbose


@dataclass(frozen=True)
class Report:
    """Shows what a run did, or would do, to a person or to a script."""

    as_json: bool
    quiet: bool
    verbose: bool
    prune: bool = False

    def summary(self, summary: Summary) -> None:
        """Print what was done."""
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
            self._tell_losses(summary)
            tell_profile(summary.profile, summary.written)

    def plan(self, found: Estimate) -> None:
        """Print what would be done."""
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

    def _tell_losses(self, summary: Summary) -> None:
        losses = sorted(summary.losses, key=lambda loss: loss.source)
        named = losses if self.verbose else losses[:_NAMED_PROBLEMS]
        for loss in named:
            note(f"{loss.status}: {loss.source}: {loss.text}")
        if len(summary.losses) > len(named):
            more = len(summary.losses) - len(named)
            note(f"and {more} more that gave nothing: see {summary.out / SKIPPED}")
        for change, images in sorted(summary.changes.items()):
            note(f"changed: {change} ({images} {'image' if images == 1 else 'images'})")
        for (reason, replaced), copies in sorted(summary.rejected.items()):
            became = "drawn anew" if replaced else "kept: no other draw is better"
            count = f"{copies} {'copy' if copies == 1 else 'copies'}"
            note(f"rejected: {count} nearly {reason} ({became})")
        for label in sorted(summary.classes):
            if label.lower() in _SPLITS:
                note(f"warning: a class is called {label}: loaders may take it for a split")
        if summary.stale:
            pruned = "removed" if self.prune else "left; --prune removes them"
            note(f"stale: {len(summary.stale)} outputs whose source is gone ({pruned})")
        for reason, files in sorted(summary.passed_over.items()):
            note(f"passed over ({reason}): {files} {'entry' if files == 1 else 'entries'}")


def _counts(tally: object) -> tuple[str, ...]:
    return tuple(str(count) for count in astuple(tally))  # type: ignore[call-overload]  # typeshed knows no dataclass behind a type variable


def _forecast(row: object) -> tuple[str, ...]:
    *counts, size = astuple(row)  # type: ignore[call-overload]  # typeshed knows no dataclass behind a type variable
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
    if summary.losses:
        return f"nothing to write to {summary.out}: what can be made is in place"
    return f"everything is in place in {summary.out}: nothing to write"


def _print_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [heads, *((printable(first) or "(none)", *rest) for first, *rest in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        click.echo("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
