"""Print notes and two-line errors on stderr, with control characters escaped."""

from __future__ import annotations

import click

from augcli.text import printable


def note(text: str) -> None:
    """Print a line on stderr, where it does not mix with the result."""
    click.echo(printable(text), err=True)


def say_error(problem: str, hint: str) -> None:
    """Print an error on stderr: a line for the problem and one for the way out."""
    note(f"augcli: {problem}")
    note(f"  -> {hint}")
