"""Export pipelines as Python code for other libraries."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.config.write import as_toml
from augcli.errors import UsageProblem
from augcli.interop.exporters.source import Code, Missing, NotExpressed

TARGETS = {
    "keras": "an ImageDataGenerator",
    "keras3": "layers of Keras 3",
    "torchvision": "torchvision.transforms.v2",
    "albumentations": "Albumentations 2",
}
"""The module of each target, and what it writes. A module is imported when it is needed."""


@dataclass(frozen=True)
class Exported:
    """Python source, and what the library can't do of the pipeline, a line each."""

    source: str
    shortfalls: tuple[str, ...]


def export(file: PipelineFile, target: str) -> Exported:
    """Return the code that does the same as a pipeline.

    Raises:
        UsageProblem: the library can do nothing of the pipeline.
    """
    write: Callable[[PipelineFile], Code]
    write = importlib.import_module(f"{__name__}.{target}").write
    try:
        code = write(file)
    except NotExpressed as why:
        others = " or ".join(other for other in TARGETS if other != target)
        raise UsageProblem(f"--to {target}: {why}", f"try --to {others}") from why
    of_depth = _missing_depth_range(file)
    comments = [f"# {missing}" for missing in of_depth]
    source = "\n".join([*_header(file, target), *comments, *code.lines]) + "\n"
    return Exported(source, tuple(map(str, [*of_depth, *code.shortfalls])))


def _missing_depth_range(file: PipelineFile) -> list[Missing]:
    if file.depth_range == PipelineFile.depth_range:
        return []
    why = "full scale is 65535 in every library: spread 16-bit levels before, and take them back"
    return [Missing(f"--depth-range {file.depth_range}", why)]


def _header(file: PipelineFile, target: str) -> list[str]:
    flags = as_command_line(file)
    if flags is not None:
        return [f"# augcli export --to {target} {shlex.join(flags)}", ""]
    text = as_toml(PipelineFile(file.pipeline, file.resampling, depth_range=file.depth_range))
    body = [f"#     {line}".rstrip() for line in text.splitlines()]
    return [f"# augcli export --to {target} --config FILE, whose content is:", *body, ""]
