"""Write the pipeline of the flags as a pipeline file, or a whole run as a project file."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from augcli.cli.project_keys import is_path, project_keys
from augcli.cli.write_for_user import write_for_user
from augcli.config.choose import ChosenPipeline
from augcli.config.read import PIPELINE_KEYS
from augcli.config.write import as_toml, quoted
from augcli.errors import UsageProblem

# The steps and keys of the pipeline stand for these.
_OF_THE_PIPELINE = {*PIPELINE_KEYS, "preset", "policy", "chance"}


def save_config(file: Path, chosen: ChosenPipeline) -> None:
    """Write a pipeline to a new file.

    Raises:
        UsageProblem: the file exists.
        EnvironmentFailure: it can't be written.
    """
    _write_new(file, config_text(chosen).encode())


def _write_new(file: Path, text: bytes) -> None:
    if file.exists():
        raise UsageProblem(f"{file} exists and is not changed", "give another file name")
    write_for_user(file, text)


def save_project(file: Path, context: click.Context, chosen: ChosenPipeline) -> None:
    """Write everything that decides a run of expand to a project file.

    A file that says the same already is left alone, so that the same command can go on.

    Raises:
        UsageProblem: the file exists and says something else, is inside DATA or OUT, or would
            hold a path that is not text.
        EnvironmentFailure: it can't be written.
    """
    for folder in (context.params["data"], context.params["out"]):
        if file.resolve().is_relative_to(folder.resolve()):
            raise UsageProblem(
                f"--save-config {file} is inside {folder}", "give a file beside that folder"
            )
    text = _project_text(file, context, chosen).encode()
    if not (file.is_file() and file.read_bytes() == text):
        _write_new(file, text)


def _project_text(file: Path, context: click.Context, chosen: ChosenPipeline) -> str:
    lines = []
    for key, parameter in project_keys().items():
        name = parameter.name or ""
        given = context.get_parameter_source(name) is not ParameterSource.DEFAULT
        if given and key not in _OF_THE_PIPELINE and name in context.params:
            value = context.params[name]
            lines.append(
                f"{key} = {_toml(_relative(value, file) if is_path(parameter) else value)}"
            )
    head, steps = re.split(r"^(?=\[)", config_text(chosen), maxsplit=1, flags=re.MULTILINE)
    return "\n".join([head.strip(), *lines, "", steps]).lstrip()


def _relative(path: Path, file: Path) -> str:
    """Return a path as the file names it: relative to its folder, if it was typed relative."""
    return str(path) if path.is_absolute() else os.path.relpath(path, file.parent)


def _toml(value: Any) -> str:
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    try:
        return quoted(str(value))
    except ValueError as error:
        raise UsageProblem(
            f"--save-config: {str(value)!r} is not text in UTF-8, as TOML is",
            "give it on the command line, or rename it",
        ) from error


def config_text(chosen: ChosenPipeline) -> str:
    """Return the TOML text, headed by the same pipeline as flags if flags can express it."""
    flags = shlex.join(chosen.flags())
    head = f"# As flags: {flags}\n" if flags else ""
    return f"{head}{as_toml(chosen.as_file())}"
