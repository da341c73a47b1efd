"""Print how a dataset was split: a table of the images of each class on each side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import click

from augcli.cli.expand_report import explain_skipped, none_usable, print_table
from augcli.cli.json_output import say_json
from augcli.cli.run_notes import note_findings
from augcli.dataset.scan import Dataset
from augcli.expansion.dry_run import Estimate
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.summary import Summary
from augcli.text import printable


@dataclass(frozen=True)
class SplitReport:
    """Prints what a split did, or would do, for a person or as JSON."""

    as_json: bool
    quiet: bool
    verbose: bool
    prune: bool

    def summary(self, summary: Summary, dataset: Dataset) -> None:
        """Print what was done."""
        if self.as_json:
            say_json(summary.as_json())
        elif not self.quiet:
            _print_sides(dataset)
            files = "1 file" if summary.written == 1 else f"{summary.written} files"
            done = f"{files} written to {summary.out} in {summary.seconds:.1f} s"
            otherwise = none_usable(summary) or f"{summary.out} is complete"
            click.echo(printable(done if summary.written else otherwise))
        where = f": see {summary.out / SKIPPED}"
        explain_skipped(summary.skipped, where, verbose=self.verbose)
        if not self.quiet:
            note_findings(summary, prune=self.prune)

    def plan(self, found: Estimate, dataset: Dataset) -> None:
        """Print what would be done."""
        if self.as_json:
            say_json(found.as_json())
        elif not self.quiet:
            _print_sides(dataset)
            click.echo("dry run: nothing was written")
        explain_skipped(found.skipped, verbose=self.verbose)


def _print_sides(dataset: Dataset) -> None:
    sources = [one for folder in dataset.folders() for one in folder.sources if one.is_readable]
    sides = [one.name for one in dataset.found_splits]
    counted = Counter((one.label, one.split) for one in sources)
    labels = sorted({one.label for one in sources})
    rows = [(label, *(str(counted[label, side]) for side in sides)) for label in labels]
    totals = [str(sum(counted[label, side] for label in labels)) for side in sides]
    print_table(("class", *sides), [*rows, ("total", *totals)])
