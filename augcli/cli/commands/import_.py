"""``augcli import``: print the flags that augment like some Keras code."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.write_for_user import write_for_user
from augcli.config.flags import as_command_line
from augcli.config.write import as_toml
from augcli.errors import SourceProblem, UsageProblem
from augcli.interop.importers.calls import MOST_BYTES
from augcli.interop.importers.keras import import_generator
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
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the pipeline to this file too, for --config.",
)
def command(code: str, call: int | None, save_config: Path | None) -> None:
    """Print the flags that augment like a Keras ImageDataGenerator.

    Give the code as a file, as text, or on standard input (-). augcli reads it and never runs it,
    so arguments must be literals, or names that are set to a literal. Notes on stderr tell where
    augcli differs from Keras.

    Exit codes: 0 the flags are printed, 1 the machine failed, 2 not a valid request, or the code
    has no augmentation that can be read.
    """
    imported = import_generator(_read(code), call)
    for remark in imported.remarks:
        note(remark)
    if save_config is not None:
        write_for_user(save_config, as_toml(imported.file).encode())
        note(f"wrote {save_config}")
    click.echo(printable(shlex.join(as_command_line(imported.file) or [])))


def _read(typed: str) -> str:
    """Return the code: standard input, the content of a file, or the argument itself."""
    data: bytes
    if typed == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    elif "(" in typed and not os.path.isfile(typed):  # noqa: PTH113, is_file() fails on long text
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
