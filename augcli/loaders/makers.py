"""Make the engine of a public pipeline from flags, a file, a preset or transforms, and name it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from augcli.config.choose import ChosenPipeline, choose
from augcli.config.entries import read_entries
from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.config.presets import load, presets
from augcli.config.read import parse_pipeline, read_bytes
from augcli.config.typed_flags import read_flags
from augcli.loaders.options import as_value_errors, with_options
from augcli.pipeline.copy_maker import CopyMaker, Output
from augcli.pipeline.pipeline import Pipeline


def of_flags(flags: str | Sequence[str]) -> CopyMaker:
    """Return the maker that flags stand for. Raises ValueError, or UsageProblem for --config."""
    with as_value_errors():
        typed = read_flags(flags)
    file = _read(typed.pipeline.config) if typed.pipeline.config else None
    with as_value_errors():
        chosen = choose(typed.pipeline, file)
    sized = {"size": typed.size, "fit": typed.fit}
    return with_options(_of(chosen), {key: it for key, it in sized.items() if it is not None})


def of_file(path: Path) -> CopyMaker:
    """Return the maker of a pipeline file. Raises UsageProblem or EnvironmentFailure."""
    return _of(ChosenPipeline.of_file(_read(path)))


def of_preset(name: str) -> CopyMaker:
    """Return the maker of a preset. Raises ValueError if there is none of that name."""
    if name not in presets():
        raise ValueError(f"name must be one of {', '.join(presets())}, not {name!r}")
    return _of(ChosenPipeline.of_file(load(name)))


def of_transforms(transforms: Iterable[Any]) -> CopyMaker:
    """Return the maker of transforms in order. Raises ValueError."""
    with as_value_errors():
        return CopyMaker(Pipeline(read_entries(transforms)))


def maker_of(maker: CopyMaker, key: str) -> CopyMaker:
    """Return the maker of the class that a picture is in by its key, ``class/...``.

    In a dataset with splits the key is ``split/class/...``.
    """
    folders = key.split("/")[:-1][:2]
    own = [label for label in folders if label in maker.class_pipelines]
    return maker.of_class(own[0]) if own else maker


def described(maker: CopyMaker) -> str:
    """Return the call that makes an equal pipeline, or the names of its steps if none can."""
    file = PipelineFile(maker.pipeline, maker.resampling, depth_range=maker.depth_range)
    flags = as_command_line(file)
    if flags is None:
        names = ", ".join(step.transform.name for step in maker.pipeline.steps())
        return f"<Pipeline of {names or 'no steps'}>"
    size, fit = maker.output.size, maker.output.fit
    flags += ["--size", f"{size.width}x{size.height}"] if size else []
    flags += ["--fit", fit] if fit != Output.fit else []
    flags += ["--seed", str(maker.seed)] if maker.seed else []
    return f'Pipeline.from_flags("{shlex.join(flags)}")'


def _of(chosen: ChosenPipeline) -> CopyMaker:
    return CopyMaker(
        chosen.pipeline,
        chosen.seed,
        chosen.resampling,
        depth_range=chosen.depth_range,
        class_pipelines=chosen.class_pipelines,
    )


def _read(path: Path) -> PipelineFile:
    return parse_pipeline(read_bytes(path), str(path))
