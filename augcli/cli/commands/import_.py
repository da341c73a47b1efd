"""``augcli import``: the flags for the augmentation of Keras code."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.config.flags import as_command_line
from augcli.config.write import as_toml
from augcli.errors import AugcliError, SourceProblem, UsageProblem
from augcli.interop.importers.calls import MOST_BYTES
from augcli.interop.importers.keras import import_generator
from augcli.storage.files import make_folders, write_whole
from augcli.storage.read import read_file
from augcli.text import printable

_RUN = "Run"


@click.command("import", cls=Command)
@click.argument("code", metavar="CODE|FILE|-")
@option(
    _RUN,
    "--call",
    metavar="N",
    type=click.IntRange(min=1),
    help="Which call of ImageDataGenerator to read, counted from 1.",
)
@option(
    _RUN,
    "--save-config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the pipeline to a file too, for --config.",
)
def command(**values: Any) -> None:
    """Print the flags for the augmentation of a Keras ImageDataGenerator.

    The code is a file, the text itself, or standard input (-). It is read and never run: arguments
    must be literals, or names that are set to one. What differs from Keras is told on stderr.

    \b
    augcli import train.py
    augcli import 'ImageDataGenerator(rotation_range=20, horizontal_flip=True)'

    Exit codes: 0 the flags are printed, 1 the machine failed, 2 not a valid request, or there is
    nothing to read.
    """
    imported = import_generator(_read(values["code"]), values["call"])
    for remark in imported.remarks:
        note(remark)
    if values["save_config"] is not None:
        _write(values["save_config"], as_toml(imported.file))
    click.echo(printable(shlex.join(as_command_line(imported.file) or [])))


def _read(typed: str) -> str:
    """Return the code that is meant: standard input, the content of a file, or what is typed."""
    data: bytes
    if typed == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    elif "(" in typed and not Path(typed).is_file():
        data = typed.encode(errors="surrogateescape")
    else:
        data = _content(Path(typed))
    if len(data) > MOST_BYTES:
        raise UsageProblem(f"the code has more than {MOST_BYTES:,} bytes", "give the call alone")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem("the code is not text in UTF-8", "save it as UTF-8") from error


def _content(path: Path) -> bytes:
    try:
        return read_file(path, MOST_BYTES)
    except SourceProblem as problem:
        hint = "give a file, the call itself in quotes, or - for standard input"
        raise UsageProblem(f"{path}: {problem.text}", hint) from problem


def _write(target: Path, text: str) -> None:
    try:
        make_folders(target.parent)
        write_whole(target, text.encode())
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write") from error
    note(f"wrote {target}")
