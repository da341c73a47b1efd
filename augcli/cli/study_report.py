"""Print what a study found, and name the photos that could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import click

from augcli.cli.console import explain
from augcli.cli.json_output import say_json
from augcli.expansion.skipped_source import SkippedSource
from augcli.studies.report import report_as_text
from augcli.studies.study import Study

_MOST_NAMED = 10


def say_study(found: Study, *, as_json: bool, quiet: bool) -> None:
    """Print the report on stdout, and name the photos that could not be read on stderr."""
    if as_json:
        say_json(found.as_json())
    elif not quiet:
        click.echo(report_as_text(found))
    name_unreadable(found.skipped)


def name_unreadable(skipped: Sequence[SkippedSource]) -> None:
    """Name photos that could not be read, the first of them if they are many."""
    for one in skipped[:_MOST_NAMED]:
        explain(f"{one.status}: {one.source}: {one.text}")
    if len(skipped) > _MOST_NAMED:
        explain(f"and {len(skipped) - _MOST_NAMED} more that could not be read")
