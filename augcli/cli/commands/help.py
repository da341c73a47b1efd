"""``augcli help``: show the help of a command, or describe a transform."""

from __future__ import annotations

import click

from augcli.catalogue import find
from augcli.catalogue.words import match_word
from augcli.cli import COMMANDS, load_command
from augcli.cli.command import Command
from augcli.cli.mistakes.commands import unknown_command
from augcli.errors import UsageProblem


@click.command(
    "help",
    cls=Command,
    examples=(
        "augcli help expand",
        "augcli help rotation",
    ),
)
@click.argument("name", required=False)
@click.pass_context
def command(context: click.Context, /, name: str | None) -> None:
    """Show the help of augcli or of the command called NAME, as --help does.

    If NAME is a transform, it is described, as augcli transforms does.

    Exit codes: 0 printed, 2 no command and no transform has that name.
    """
    group = context.find_root()
    if name is None:
        click.echo(group.get_help())
        return
    found = match_word(name, COMMANDS)
    if found is None:
        transform = _transform(name)
        context.invoke(load_command("transforms"), name=transform, as_json=False)
        return
    with click.Context(load_command(found), info_name=found, parent=group) as asked:
        click.echo(asked.get_help())


def _transform(name: str) -> str:
    """Return the name of a transform. Raises UsageProblem, which knows commands too."""
    try:
        return find(name).name
    except UsageProblem as error:
        if "did you mean" in error.hint:
            raise
        raise unknown_command(name, (), list(COMMANDS)) from error
