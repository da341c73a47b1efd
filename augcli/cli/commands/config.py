"""``augcli config``: pipeline files, written, shown and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command
from augcli.cli.console import note
from augcli.cli.options import augmentation_options
from augcli.cli.pipeline_flags import is_typed, read_choice
from augcli.cli.save_config import config_text, save_config
from augcli.config.read import read_pipeline_file
from augcli.config.schema import schema
from augcli.errors import UsageProblem
from augcli.text import printable

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
    _refuse_what_is_left(action, file, values)
    match action:
        case "init":
            save_config(file or _DEFAULT, read_choice(values))
            click.echo(printable(str(file or _DEFAULT)))
        case "show":
            click.echo(
                config_text(read_choice(values | {"config": file or values["config"]})), nl=False
            )
        case "check":
            _check(file)
        case _:
            click.echo(json.dumps(schema(), indent=1))


def _refuse_what_is_left(action: str, file: Path | None, values: dict[str, Any]) -> None:
    typed = [name for name in values if is_typed(name)]
    if action in ("check", "schema") and typed:
        flag = f"--{typed[0].replace('_', '-')}"
        raise UsageProblem(f"config {action} takes no {flag}", f"see augcli config {action} alone")
    if file is not None and (action == "schema" or (action == "show" and values["config"])):
        raise UsageProblem(f"config {action}: {file} is one too many", "leave it out")


def _check(file: Path | None) -> None:
    if file is None:
        raise UsageProblem("config check needs a FILE", "for example: augcli config check aug.toml")
    count = len(read_pipeline_file(file).pipeline.stages)
    note(f"{printable(str(file))} is sound: {count} step{'s' if count > 1 else ''}")
