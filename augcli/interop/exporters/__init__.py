"""Pipelines as Python code of other libraries: a module for each, imported when asked for."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.config.write import as_toml
from augcli.errors import UsageProblem
from augcli.interop.exporters.source import NotExpressed, told

TARGETS = {
    "keras": "an ImageDataGenerator",
    "keras3": "layers of Keras 3",
    "torchvision": "torchvision.transforms.v2",
    "albumentations": "Albumentations 2",
}
"""What each target is, by name."""


@dataclass(frozen=True)
class Exported:
    """Python source, and what the library can't do, each in one line."""

    source: str
    shortfalls: tuple[str, ...]


def export(file: PipelineFile, target: str) -> Exported:
    """Write the module for a pipeline.

    Raises:
        UsageProblem: the library can do nothing of the pipeline.
    """
    write: Callable[[PipelineFile], list[str]]
    write = importlib.import_module(f"{__name__}.{target}").source
    try:
        lines = write(file)
    except NotExpressed as why:
        others = " or ".join(other for other in TARGETS if other != target)
        raise UsageProblem(f"--to {target}: {why}", f"try --to {others}") from why
    return Exported("\n".join([*_header(file, target), *lines]) + "\n", tuple(told(lines)))


def _header(file: PipelineFile, target: str) -> list[str]:
    flags = as_command_line(file)
    if flags is not None:
        return [f"# augcli export --to {target} {shlex.join(flags)}", ""]
    text = as_toml(PipelineFile(file.pipeline, file.resampling))
    body = [f"#     {line}".rstrip() for line in text.splitlines()]
    return [f"# augcli export --to {target} --config FILE, whose content is:", *body, ""]
