"""``augcli export``: a pipeline as Python code of another library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.options import augmentation_options
from augcli.cli.pipeline_flags import read_choice
from augcli.errors import AugcliError, UsageProblem
from augcli.interop.exporters import TARGETS, export
from augcli.storage.files import make_folders, write_whole
from augcli.text import printable

_OUTPUT = "Code"
_OTHERS = ", ".join(name for name in TARGETS if name != "torchvision")


@click.command("export", cls=Command)
@option(
    _OUTPUT,
    "--to",
    "target",
    type=click.Choice(list(TARGETS)),
    metavar="LIBRARY",
    help="; ".join(f"{name} is {what}" for name, what in TARGETS.items()) + ".",
)
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the code to a file instead of printing it.",
)
@augmentation_options
def command(**values: Any) -> None:
    """Print Python code that does the same as a pipeline, in another library.

    What the library can't do is a comment at its place, and told on stderr; where it only comes
    near, a comment says so. Without a flag that names a transform, a mild set that suits photos is
    taken.

    \b
    augcli export --to torchvision --rotation 30 --horizontal-flip
    augcli export --to keras --config aug.toml -o augmentation.py

    Exit codes: 0 the code is written, 1 the machine failed, 2 not a valid request, or the library
    can do nothing of it.
    """
    if values["target"] is None:
        raise UsageProblem("--to is missing", f"for example: --to torchvision, or {_OTHERS}")
    choice = read_choice(values)
    if choice.preset:
        note(f"no augmentation flags: using the preset {choice.preset}")
    exported = export(choice.as_file(), values["target"])
    for shortfall in exported.shortfalls:
        note(shortfall)
    if values["output"] is None:
        click.echo(exported.source, nl=False)
        return
    _write(values["output"], exported.source)
    click.echo(printable(str(values["output"])))


def _write(target: Path, text: str) -> None:
    try:
        make_folders(target.parent)
        write_whole(target, text.encode())
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write with -o FILE") from error
