"""``augcli completion``: the Tab key completes commands, flags and names."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Never

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from augcli.cli import COMPLETING
from augcli.cli.command import Command


class _Bash(BashComplete):
    # NAME= is to be followed by its value at once.
    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)",
        "COMPREPLY+=($value)\n            [[ $value == *= ]] && compopt -o nospace",
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        # bash makes three words of --fill-mode=reflect and of NAME=0.5.
        words, incomplete = super().get_completion_args()
        return [word for word in words if word != "="], incomplete.removeprefix("=")


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": ZshComplete, "fish": FishComplete}


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def command(context: click.Context, /, shell: str) -> None:
    """Print the script that lets the Tab key complete commands, flags and names in a SHELL.

    \b
    bash 4.4 or later, in ~/.bashrc:      eval "$(augcli completion bash)"
    zsh, in ~/.zshrc, after compinit:     eval "$(augcli completion zsh)"
    fish, once:
      augcli completion fish > ~/.config/fish/completions/augcli.fish

    It works in shells that are started from then on. The script asks augcli itself what fits, and
    need not be renewed when that is.

    Exit codes: 0 printed, 2 not such a shell.
    """
    completer = _completer(context.find_root().command, shell)
    # Not its own source(): that of bash runs bash first, to see how old it is.
    click.echo(ShellComplete.source(completer), nl=False)


def answer(group: click.Command) -> Never:
    """Tell a script what fits the line so far, and end; whatever goes wrong, print nothing.

    The user is in the middle of a line, which no message may break.
    """
    shell, _, task = os.environ[COMPLETING].partition("_")
    with contextlib.suppress(Exception, SystemExit):
        completer = _completer(group, shell)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            text = completer.source() if task == "source" else completer.complete()
        click.echo(text.encode())
    sys.exit(0)


def _completer(group: click.Command, shell: str) -> ShellComplete:
    return _SHELLS[shell](group, {}, "augcli", COMPLETING)
