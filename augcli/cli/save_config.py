"""What the flags say, as a pipeline file."""

from __future__ import annotations

import shlex
from pathlib import Path

from augcli.cli.pipeline_flags import PipelineFlags
from augcli.config.write import as_toml
from augcli.errors import AugcliError, UsageProblem
from augcli.storage.files import write_whole


def save_config(file: Path, choice: PipelineFlags) -> None:
    """Write what the flags say to a new file.

    Raises:
        UsageProblem: there is a file of that name, or it can't be written.
    """
    if file.exists():
        raise UsageProblem(f"{file} exists, and is not changed", "give another file name")
    try:
        write_whole(file, config_text(choice).encode())
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write") from error


def config_text(choice: PipelineFlags) -> str:
    """Return the file, with the flags that it stands for above."""
    flags = shlex.join(choice.flags())
    head = f"# As flags: {flags}\n" if flags else ""
    return f"{head}{as_toml(choice.as_file())}"
