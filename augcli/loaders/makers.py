"""Make the engine of a pipeline from flags, a file, a preset or transforms, and name it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from augcli.config.choose import choose
from augcli.config.entries import read_entries
from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.config.presets import presets
from augcli.config.typed_flags import TypedFlags, read_flags
from augcli.loaders.job_file import read_job
from augcli.loaders.options import with_options
from augcli.pipeline.copy_maker import CopyMaker, Output
from augcli.pipeline.partners import needs_partners
from augcli.pipeline.pipeline import Pipeline


def of_flags(flags: str | Sequence[str]) -> CopyMaker:
    """Return the maker that flags stand for. Raises ValueError, UsageProblem among them."""
    typed = read_flags(flags)
    if typed.pipeline.config is None:
        return _of(typed)
    file = read_job(typed.pipeline.config)
    names = typed.names()
    beside = [flag for flag in file.flags if flag.partition("=")[0] not in names]
    words = shlex.split(flags) if isinstance(flags, str) else flags
    return _of(read_flags([*beside, *words]), file.content)


def of_file(path: Path) -> CopyMaker:
    """Return the maker of a pipeline file. Raises UsageProblem or EnvironmentFailure."""
    file = read_job(path)
    return _of(read_flags(file.flags), file.content)


def of_preset(name: str) -> CopyMaker:
    """Return the maker of a preset. Raises ValueError if there is none of that name."""
    if name not in presets():
        raise ValueError(f"name must be one of {', '.join(presets())}, not {name!r}")
    return _of(read_flags(["--preset", name]))


def of_transforms(transforms: Iterable[Any]) -> CopyMaker:
    """Return the maker of transforms in order. Raises ValueError."""
    return CopyMaker(Pipeline(read_entries(transforms)))


def maker_of(maker: CopyMaker, key: str) -> CopyMaker:
    """Return the maker of the class that a picture is in by its key, ``class/...``.

    In a dataset with splits the key is ``split/class/...``.
    """
    folders = key.split("/")[:-1][:2]
    own = [label for label in folders if label in maker.class_pipelines]
    return maker.of_class(own[0]) if own else maker


def steps_of(maker: CopyMaker, key: str) -> Pipeline:
    """Return the steps for a picture, by its key. Raises ValueError if they need other pictures."""
    own = maker_of(maker, key)
    check_can_draw(own)
    return own.pipeline


def check_can_draw(maker: CopyMaker) -> None:
    """Raise ValueError if the steps of a maker need other pictures of a dataset."""
    if needs_partners(maker.pipeline):
        raise ValueError(
            "the pipeline mixes with other pictures of a dataset, which augcli.expand and "
            "augcli.preview have: leave out mixup, cutmix and mosaic here"
        )


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


def _of(typed: TypedFlags, file: PipelineFile | None = None) -> CopyMaker:
    chosen = choose(typed.pipeline, file)
    maker = CopyMaker(
        chosen.pipeline,
        chosen.seed,
        chosen.resampling,
        depth_range=chosen.depth_range,
        class_pipelines=chosen.class_pipelines,
    )
    sized = {"size": typed.size, "fit": typed.fit}
    return with_options(maker, {key: it for key, it in sized.items() if it is not None})
