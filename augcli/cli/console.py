"""Print notes and two-line errors on stderr, with control characters escaped."""

from __future__ import annotations

import click

from augcli.text import printable


def note(text: str) -> None:
    """Print a line on stderr, where it does not mix with the result; nothing with ``--quiet``."""
    context = click.get_current_context(silent=True)
    if not (context and context.params.get("quiet")):
        explain(text)


def note_once(text: str) -> None:
    """Print a note, unless this command has printed it before."""
    context = click.get_current_context(silent=True)
    told: set[str] = context.meta.setdefault("augcli.told", set()) if context else set()
    if text not in told:
        note(text)
    told.add(text)


def explain(text: str) -> None:
    """Print a line that explains an exit code on stderr, even with ``--quiet``."""
    click.echo(printable(text), err=True)


def say_error(problem: str, hint: str) -> None:
    """Print an error on stderr: a line for the problem and one for the way out."""
    explain(f"augcli: {problem}")
    explain(f"  -> {hint}")
