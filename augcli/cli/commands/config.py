"""``augcli config``: write, show and check pipeline files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from augcli.cli.check_paths import PATH
from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.command import Command
from augcli.cli.console import note
from augcli.cli.note_unseen import note_unseen
from augcli.cli.options import augmentation_options
from augcli.cli.project_file import read_project
from augcli.cli.project_keys import key_schemas
from augcli.cli.save_config import config_text, save_config
from augcli.config.choose import ChosenPipeline
from augcli.config.pipeline_flags import PipelineFlags
from augcli.config.read import PIPELINE_KEYS
from augcli.config.schema import schema
from augcli.errors import UsageProblem
from augcli.text import printable

_ACTIONS = ("init", "show", "check", "schema")
_DEFAULT = Path("aug.toml")


@click.command(
    "config",
    cls=Command,
    examples=(
        "augcli config init aug.toml --rotation 30 --hflip",
        "augcli config check aug.toml",
    ),
)
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("file", type=PATH, required=False)
@augmentation_options
def command(action: str, file: Path | None, pipeline_flags: PipelineFlags) -> None:
    """Write, show or check a pipeline file, which preview and expand read with --config.

    \b
    augcli config init [FILE]   write the pipeline of the flags (default: aug.toml; - is stdout)
    augcli config show [FILE]   print a file as the flags change it
    augcli config check FILE    check that a file is valid
    augcli config schema        print the JSON schema of pipeline files, for editors

    Without FILE, flags or --preset, init and show use the preset natural.

    Exit codes: 0 done, 1 the machine failed, 2 not a valid request or file.
    """
    _refuse_ignored(action, file, pipeline_flags)
    match action:
        case "init" if file == Path("-"):
            click.echo(config_text(choose_pipeline(pipeline_flags)), nl=False)
        case "init":
            chosen = choose_pipeline(pipeline_flags)
            note_unseen([chosen])
            save_config(file or _DEFAULT, chosen)
            click.echo(printable(str(file or _DEFAULT)))
        case "show":
            flags = replace(pipeline_flags, config=file or pipeline_flags.config)
            chosen = choose_pipeline(flags)
            note_unseen([chosen])
            click.echo(config_text(chosen), nl=False)
        case "check":
            _check(file)
        case _:
            click.echo(json.dumps(schema(key_schemas()), indent=1))


def _refuse_ignored(action: str, file: Path | None, flags: PipelineFlags) -> None:
    """Refuse what the action would ignore. Raises UsageProblem."""
    typed = flags.typed()
    if action in ("check", "schema") and typed:
        raise UsageProblem(f"config {action} takes no {typed[0]}", "leave the flag out")
    if file is not None and (action == "schema" or (action == "show" and flags.config)):
        raise UsageProblem(f"config {action}: {file} is one file too many", "leave it out")


def _check(file: Path | None) -> None:
    if file is None:
        raise UsageProblem("config check needs a FILE", "for example: augcli config check aug.toml")
    project = read_project(file)
    note_unseen([ChosenPipeline.of_file(project.content)])
    parts = {
        "step": len(project.content.pipeline.stages),
        "class": len(project.content.classes),
        "option": len(project.options.keys() - PIPELINE_KEYS),
    }
    ends = {"class": "es"}
    found = [f"{n} {part}{ends.get(part, 's') if n > 1 else ''}" for part, n in parts.items() if n]
    note(f"{printable(str(file))} is valid: {', '.join(found)}")
