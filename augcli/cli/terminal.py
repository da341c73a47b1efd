"""What reaches a person's terminal: two-line errors, and names that can do no harm."""

from __future__ import annotations

import click


def shown(text: str) -> str:
    """Escape what a terminal would obey or could not print: controls, bidi marks, stray bytes."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


def note(text: str) -> None:
    """Tell something beside the result, on stderr."""
    click.echo(shown(text), err=True)


def say_error(problem: str, hint: str) -> None:
    """Tell what went wrong, and the way out."""
    note(f"augcli: {problem}")
    note(f"  -> {hint}")
