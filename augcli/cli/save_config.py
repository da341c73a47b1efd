"""Write the pipeline of the flags as a pipeline file."""

from __future__ import annotations

import shlex
from pathlib import Path

from augcli.cli.choose_pipeline import ChosenPipeline
from augcli.cli.write_for_user import write_for_user
from augcli.config.write import as_toml
from augcli.errors import UsageProblem


def save_config(file: Path, chosen: ChosenPipeline) -> None:
    """Write a pipeline to a new file.

    Raises:
        UsageProblem: the file exists, or it can't be written.
    """
    if file.exists():
        raise UsageProblem(f"{file} exists and is not changed", "give another file name")
    write_for_user(file, config_text(chosen).encode())


def config_text(chosen: ChosenPipeline) -> str:
    """Return the TOML text, headed by the same pipeline as flags if flags can express it."""
    flags = shlex.join(chosen.flags())
    head = f"# As flags: {flags}\n" if flags else ""
    return f"{head}{as_toml(chosen.as_file())}"
