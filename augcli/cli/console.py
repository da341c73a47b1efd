"""What reaches a person's terminal: two-line errors, and names that can do no harm."""

from __future__ import annotations

import click

from augcli.text import printable


def note(text: str) -> None:
    """Tell something beside the result, on stderr."""
    click.echo(printable(text), err=True)


def say_error(problem: str, hint: str) -> None:
    """Tell what went wrong, and the way out."""
    note(f"augcli: {problem}")
    note(f"  -> {hint}")
