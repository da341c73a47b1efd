"""Say what a state is for the shell: the command, the file, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load, presets
from augcli.config.unseen import unseen_ranges
from augcli.config.write import as_toml
from augcli.dataset.advice import advise
from augcli.errors import UsageProblem
from augcli.interop.exporters import export
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step
from augcli.studios.expand_options import as_flags, copying_options, dataset_options
from augcli.studios.state import ReadState
from augcli.studios.subject import Subject
from augcli.text import shell_command

_OUT = "out"
_FILE = Path("aug.toml")
_EMPTY = {
    "step": None,
    "knob": None,
    "text": "there is no step that is on: copies are the images themselves",
    "hint": "add a step, or choose a preset",
}


def check(read: ReadState, subject: Subject) -> dict[str, Any]:
    """Return the command, the TOML, and the warnings with the steps that they are about.

    Command and TOML are None where there is no step: no command makes copies without one.
    """
    chosen = read.chosen
    if not chosen.pipeline.stages:
        nothing = {"command": None, "needs_file": False, "toml": None}
        return nothing | {"warnings": [_EMPTY], "errors": []}
    return {
        "command": command(chosen, subject),
        "needs_file": not chosen.flags(),
        "toml": as_toml(chosen.as_file()),
        "warnings": list(_warnings(read, subject)),
        "errors": [],
    }


def command(chosen: ChosenPipeline, subject: Subject) -> str:
    """Return the command that makes the copies that the page shows.

    It is expand for a dataset, and preview for an image that is in none or is mixed with others. A
    pipeline that no flags can express is read from a file.
    """
    flags = chosen.flags() or ["--config", str(subject.save or _FILE)]
    seed = ["--seed", str(chosen.seed)] if chosen.seed and chosen.flags() else []
    dataset, partners = subject.dataset, subject.copying.partners
    words = ["preview", str(subject.data)]
    words += [word for file in partners for word in ("--partner", str(file))]
    if dataset is not None and not partners:
        root = subject.data if subject.is_folder else dataset.root
        words = ["expand", str(root), _OUT, *as_flags(dataset_options(dataset))]
    fixed = as_flags(copying_options(subject.copying))
    return shell_command(["augcli", *words, *flags, *seed, *fixed])


def code(chosen: ChosenPipeline, target: str) -> dict[str, Any]:
    """Return the code that does the same in another library, and what that can't do.

    Raises:
        UsageProblem: the library can do nothing of the pipeline.
    """
    if not chosen.pipeline.stages:
        raise UsageProblem(_EMPTY["text"] or "", _EMPTY["hint"] or "")
    exported = export(chosen.as_file(), target)
    return {"code": exported.source, "shortfalls": list(exported.shortfalls)}


def _warnings(read: ReadState, subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield what is doubtful about each step: it changes nearly nothing, or harms some classes."""
    preset = _preset_of(read.chosen.pipeline)
    for path, stage in zip(read.paths, read.chosen.pipeline.stages, strict=True):
        alone = Pipeline((stage,))
        first = next(iter(stage.transform.knobs), None) if isinstance(stage, Step) else None
        knob = first.replace("_", "-") if first else None
        for text in unseen_ranges(alone, Pipeline(())):
            yield {"step": list(path), "knob": knob, **_in_two(text)}
        for text in advise(alone, subject.class_names, preset):
            yield {"step": list(path), "knob": None, **_in_two(text)}

    if own := ", ".join(read.chosen.class_pipelines):
        text = f"{own}: the file has steps for this class alone, which the page does not change"
        yield {"step": None, "knob": None, "text": text, "hint": "edit the file"}


def _preset_of(pipeline: Pipeline) -> str:
    """Return the preset that a pipeline is, empty if it is none."""
    return next((name for name, one in _presets().items() if one == pipeline), "")


@cache
def _presets() -> dict[str, Pipeline]:
    return {name: load(name).pipeline for name in presets()}


def _in_two(text: str) -> dict[str, str]:
    """Return a warning as what is wrong and the way out."""
    wrong, _, hint = text.partition("; ")
    return {"text": wrong, "hint": hint}
