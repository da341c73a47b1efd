"""``augcli completion``: print the script for the Tab key of a shell."""

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
    # click's own script puts a space after NAME=, which the value should follow at once.
    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n'
    local type value

    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$value")
                [[ $value == *= ]] && compopt -o nospace
                ;;
        esac
    done < <(
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
            %(complete_var)s=bash_complete "$1"
    )
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def source(self) -> str:
        # click's method starts bash first, only to see how old it is.
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        # bash makes three words of --fill-mode=reflect and of NAME=0.5.
        words, incomplete = super().get_completion_args()
        return [word for word in words if word != "="], incomplete.removeprefix("=")


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": ZshComplete, "fish": FishComplete}


@click.command(
    "completion",
    cls=Command,
    examples=(
        "augcli completion bash",
        "augcli completion fish > ~/.config/fish/completions/augcli.fish",
    ),
)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def command(context: click.Context, /, shell: str) -> None:
    """Print the script that lets the Tab key complete commands, flags and names in a SHELL.

    \b
    bash 4.4 or later, in ~/.bashrc:      eval "$(augcli completion bash)"
    zsh, in ~/.zshrc, after compinit:     eval "$(augcli completion zsh)"
    fish, once:
      augcli completion fish > ~/.config/fish/completions/augcli.fish

    It works in shells that you start after that. The script asks augcli itself what to offer, so
    it stays right when augcli is updated.

    Exit codes: 0 printed, 2 no such shell.
    """
    click.echo(_completer(context.find_root().command, shell).source(), nl=False)


def answer(group: click.Command) -> Never:
    """Print what can complete the line so far, then exit. Print nothing if anything goes wrong.

    The user is in the middle of typing a line, which a message would break.
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
