"""``augcli import``: print the flags that augment like some Keras code."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from augcli.cli.check_paths import GivenPath
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.write_for_user import check_free, write_for_user
from augcli.config.flags import as_command_line
from augcli.config.write import as_toml
from augcli.errors import ExitCode, SourceProblem, path_error
from augcli.interop.importers.choose import import_generator
from augcli.interop.importers.code.source import MOST_IN_NOTEBOOK
from augcli.storage.read import read_file
from augcli.text import printable

_RUN = "Run"


@click.command(
    "import",
    cls=Command,
    examples=(
        "augcli import train.py",
        "augcli import 'ImageDataGenerator(rotation_range=20, horizontal_flip=True)'",
    ),
)
@click.argument("code", metavar="CODE|FILE|-")
@option(
    _RUN,
    "--call",
    metavar="N",
    type=click.IntRange(min=1),
    help="Read the Nth call of ImageDataGenerator, counted from 1.",
)
@option(
    _RUN,
    "--save-config",
    type=GivenPath(dir_okay=False),
    metavar="FILE",
    help="Write the pipeline to this file too, for --config.",
)
def command(code: str, call: int | None, save_config: Path | None) -> ExitCode:
    """Print the flags that augment like a Keras ImageDataGenerator.

    Give the code as a script or notebook, as text, or on standard input (-). augcli reads it and
    never runs it: it knows literals, arithmetic on them, and names and dicts that hold them.
    stderr tells what is left out, and where Keras differs.

    Exit codes: 0 the flags are printed, 1 the machine failed, 2 not a valid request, or the code
    has no augmentation that can be read, 3 the flags are printed, but something is left out.
    """
    imported = import_generator(_read(code), call)
    for remark in imported.remarks:
        note(remark)
    for where, what in imported.left_out:
        note(f"left out: {where}: {what}")
    if save_config is not None:
        text = as_toml(imported.file).encode()
        check_free(save_config, lambda found: found in (b"", text))
        write_for_user(save_config, text)
        note(f"wrote {save_config}")
    click.echo(printable(shlex.join(as_command_line(imported.file) or [])))
    return ExitCode.PARTIAL if imported.left_out else ExitCode.OK


def _read(typed: str) -> bytes:
    """Return the code: standard input, the content of a file, or the argument itself."""
    if typed == "-":
        return sys.stdin.buffer.read(MOST_IN_NOTEBOOK + 1)
    names_a_file = typed.endswith((".py", ".ipynb")) or os.path.isfile(typed)  # noqa: PTH113, is_file() fails on long text
    if "(" in typed and not names_a_file:
        return typed.encode(errors="surrogateescape")
    try:
        return read_file(Path(typed), MOST_IN_NOTEBOOK)
    except SourceProblem as problem:
        hint = "give a file, the call itself in quotes, or - for standard input"
        raise path_error(f"{typed}: {problem.text}", hint, problem.__cause__) from problem
