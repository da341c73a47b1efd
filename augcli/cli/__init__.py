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
from augcli.cli.command import Command
from augcli.cli.console import explain, say_error
from augcli.cli.failures import as_failure, bug
from augcli.cli.json_output import say_error_as_json
from augcli.cli.origins import named_by_origin, typed_at_origin
from augcli.cli.request import Request
from augcli.errors import AugcliError, ExitCode, Interrupted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMPLETING = "_AUGCLI_COMPLETE"
"""The variable in which the scripts of ``augcli completion`` ask for completions."""

# Each is a module of ``commands``. The descriptions stand here so that --help imports none of them.
COMMANDS = {
    "preview": "Show augmented versions of an image in one figure.",
    "studio": "Turn the knobs on a page and see the copies of your own images.",
    "expand": "Make augmented copies of a class-folder dataset.",
    "inspect": "Look at a dataset: classes, sizes, outliers, duplicates, and advice.",
    "study": "Measure which augmentation helps on your photos.",
    "split": "Split a dataset into train, val and test without leaks.",
    "merge": "Join the parts of a run that several machines made with --shard.",
    "verify": "Compare the outputs of expand with its manifest.",
    "check-leak": "Find images that two splits share, or that have two labels.",
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
    module = f"{name}_" if keyword.iskeyword(name) else name.replace("-", "_")
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

    A dataset may be a folder, or in a bucket (s3://bucket/data) or an archive (zip://::data.zip).
    A variable can stand for a flag: AUGCLI_EXPAND_COPIES=3 for augcli expand --copies 3.
    """


def main(arguments: list[str] | None = None) -> Never:
    """Run augcli and exit with its code; no error that a user can cause shows a traceback."""
    if os.environ.get(COMPLETING):
        importlib.import_module("augcli.cli.commands.completion").answer(cli)
    std_streams.occupy()
    std_streams.never_fail_to_encode()
    request = Request()
    try:
        with signals.as_exceptions():
            code = cli.main(arguments, prog_name="augcli", standalone_mode=False, obj=request)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = ExitCode.USAGE
    except Exception as error:
        failure = as_failure(error)
        if failure is None:  # the traceback says more than any words of ours
            if request.as_json:
                say_error_as_json(bug(error))
            raise
        code = _report(failure, request)
        if isinstance(error, (Interrupted, OSError)):
            std_streams.give_up_stdout()  # its reader may have stopped, or its disk be full
    sys.exit(code or ExitCode.OK)


def _report(failure: AugcliError, request: Request) -> ExitCode:
    """Print an error, and return the exit code that it means."""
    failure.problem = named_by_origin(failure.problem, request.origins)
    failure.hint = typed_at_origin(failure.hint, request.origins)
    if isinstance(failure, Interrupted):
        explain(f"augcli: {failure.problem}; {failure.hint}")
    else:
        say_error(failure.problem, failure.hint)
    if request.as_json:
        say_error_as_json(failure)
    return failure.exit_code
