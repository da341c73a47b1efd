"""``augcli config``: pipeline files, written, shown and checked."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import click

from augcli.cli.choice import Choice, read_choice
from augcli.cli.command import Command
from augcli.cli.options import augmentation_options
from augcli.cli.terminal import note
from augcli.config.read import read_pipeline_file
from augcli.config.schema import schema
from augcli.config.write import as_toml
from augcli.errors import AugcliError, UsageProblem
from augcli.files import write_whole
from augcli.printable import printable

_ACTIONS = ("init", "show", "check", "schema")
_DEFAULT = Path("aug.toml")


@click.command("config", cls=Command)
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@augmentation_options
def command(action: str, file: Path | None, **values: Any) -> None:
    """Write, show or check a pipeline file, which preview and expand take with --config.

    \b
    augcli config init [FILE]   write what the flags say (default: aug.toml)
    augcli config show [FILE]   print a file, and what the flags change of it
    augcli config check FILE    say whether a file is sound
    augcli config schema        print the JSON schema of such files, for editors

    Without FILE, flags or --preset, init and show take the preset natural.

    Exit codes: 0 done, 1 the machine failed, 2 not a valid request or file.
    """
    match action:
        case "init":
            save_config(file or _DEFAULT, read_choice(values))
            click.echo(printable(str(file or _DEFAULT)))
        case "show":
            click.echo(_text(read_choice(values | {"config": file or values["config"]})), nl=False)
        case "check":
            _check(file or values["config"])
        case _:
            click.echo(json.dumps(schema(), indent=1))


def save_config(file: Path, choice: Choice) -> None:
    """Write what the flags say to a new file.

    Raises:
        UsageProblem: there is a file of that name, or it can't be written.
    """
    if file.exists():
        raise UsageProblem(f"{file} exists, and is not changed", "give another file name")
    try:
        write_whole(file, _text(choice).encode())
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write") from error


def _check(file: Path | None) -> None:
    if file is None:
        raise UsageProblem("config check needs a FILE", "for example: augcli config check aug.toml")
    count = len(read_pipeline_file(file).pipeline.stages)
    note(f"{printable(str(file))} is sound: {count} step{'s' if count > 1 else ''}")


def _text(choice: Choice) -> str:
    flags = shlex.join(choice.flags())
    head = f"# As flags: {flags}\n" if flags else ""
    return f"{head}{as_toml(choice.as_file())}"
