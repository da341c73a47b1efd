"""The command line: a command translates, it does not decide."""

from __future__ import annotations

import importlib
import keyword
import os
import sys
from typing import TYPE_CHECKING, Never

import click

from augcli import __version__
from augcli.cli import signals, std_streams
from augcli.cli.click_errors import explain
from augcli.cli.command import Command
from augcli.cli.console import note, say_error
from augcli.errors import AugcliError, ExitCode, Interrupted, is_lack_of_memory

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMPLETING = "_AUGCLI_COMPLETE"
"""The variable in which the scripts of ``augcli completion`` ask for completions."""

# Each is a module of ``commands``. The descriptions stand here so that --help imports none of them.
COMMANDS = {
    "preview": "Show augmented versions of an image in one figure.",
    "expand": "Make augmented copies of a class-folder dataset.",
    "verify": "Compare the outputs of expand with its manifest.",
    "replay": "Make outputs of expand, or their masks, again from the manifest.",
    "config": "Write, show or check a pipeline file.",
    "export": "Print Python code that does the same in another library.",
    "import": "Read the augmentation in Keras code and print the same as flags.",
    "transforms": "List all transforms, or describe one.",
    "completion": "Print the script that completes commands and flags in a shell.",
    "help": "Show the help of a command, or describe a transform.",
}


def load_command(name: str) -> Command:
    """Import the module of a command and return the command."""
    module = f"{name}_" if keyword.iskeyword(name) else name
    command: Command = importlib.import_module(f"augcli.cli.commands.{module}").command
    return command


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, click's signature
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from augcli.cli.mistakes.commands import unknown_command  # only after a mistake

            raise unknown_command(args[0], args[1:], list(COMMANDS)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002, click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        # The method of Group would import every command for its description.
        found = [CompletionItem(name, help=text) for name, text in COMMANDS.items()]
        flags = click.Command.shell_complete(self, ctx, incomplete)
        return [one for one in found if one.value.startswith(incomplete)] + flags


_SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "token_normalize_func": lambda typed: typed.replace("_", "-").lower(),
}


@click.command(cls=_Commands, context_settings=_SETTINGS)
@click.version_option(__version__, message="augcli %(version)s")
def cli() -> None:
    """See an image augmentation before you trust it, and expand a class-folder dataset on disk:
    the same bytes every time.

    \b
    augcli preview bird.jpg --rotation 90       a 3x3 grid of augmented versions
    augcli expand data/ out/ --copies 5         5 augmented copies of every image
    """


def main(arguments: list[str] | None = None) -> Never:
    """Run augcli and exit with its code; no error that a user can cause shows a traceback."""
    if os.environ.get(COMPLETING):
        importlib.import_module("augcli.cli.commands.completion").answer(cli)
    std_streams.occupy()
    std_streams.never_fail_to_encode()
    try:
        with signals.as_exceptions():
            code = cli.main(arguments, prog_name="augcli", standalone_mode=False)
    except Interrupted as error:
        std_streams.give_up_stdout()  # its reader may have stopped
        note(f"augcli: {error.problem}; {error.hint}")
        code = error.exit_code
    except AugcliError as error:
        say_error(error.problem, error.hint)
        code = error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = ExitCode.USAGE
    except click.ClickException as error:
        problem = explain(error)
        say_error(problem.problem, problem.hint)
        code = ExitCode.USAGE
    except OSError as error:
        std_streams.give_up_stdout()
        say_error(str(error), "what is done stays; fix that and run the same command again")
        code = ExitCode.FAILURE
    except Exception as error:
        if not is_lack_of_memory(error):
            raise
        say_error("there is not enough memory", "what is done stays; free some and run it again")
        code = ExitCode.FAILURE
    sys.exit(code or ExitCode.OK)
