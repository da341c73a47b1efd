"""From the values of the shared flags to a pipeline, and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from augcli.catalogue import Transform, catalogue, find
from augcli.cli.console import note
from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.config.presets import NATURAL, load
from augcli.config.read import read_pipeline_file
from augcli.dataset.advice import advise
from augcli.dataset.class_names import class_folders
from augcli.errors import BadValue, UsageProblem
from augcli.imaging.resampling import Resampling, parse_fill_value
from augcli.pipeline.groups import Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import policy
from augcli.pipeline.steps import Step

Parsed = TypeVar("Parsed")
Values = dict[str, Any]


@dataclass(frozen=True)
class PipelineFlags:
    """What the shared flags say: the pipeline, how to sample, and the seed.

    ``preset`` is the name of the one that was taken because nothing else was said; ``why`` is the
    reason that the file of an unchanged pipeline gives.
    """

    pipeline: Pipeline
    resampling: Resampling
    seed: int
    preset: str = ""
    why: str = ""

    def as_file(self) -> PipelineFile:
        """Return what a pipeline file should keep of it."""
        return PipelineFile(self.pipeline, self.resampling, self.seed or None, self.why)

    def flags(self) -> list[str]:
        """Return the flags that stand for the pipeline; none if it has what no flag can say."""
        return as_command_line(self.as_file()) or []


def read_choice(values: Values) -> PipelineFlags:
    """Turn the values of the shared flags into a pipeline and what goes with it.

    Raises:
        UsageProblem: a value breaks a rule; it names the flag, the value, the rule and an example.
    """
    named = [
        found
        for found in catalogue().values()
        if any(values[name] not in (None, False) for name in _parameters(found))
    ]
    base, preset = _base(values, nothing_said=not named and not values["policy"])
    stages = list(base.pipeline.stages)
    known = [*named, *(one.transform for one in stages if isinstance(one, Step))]
    chances = _read_chances(values["chance"], known)
    for transform in named:
        _put(_step(transform, values), stages)
    if values["policy"]:
        after = _after(stages, lambda step: step.transform.group == "geometry")
        stages.insert(after, policy(values["policy"]))
    stages = [_with_chance(stage, chances) for stage in stages]
    seed = values["seed"] if is_typed("seed") or base.seed is None else base.seed
    pipeline = Pipeline(tuple(stages))
    _advise(pipeline, values)
    why = base.why if pipeline == base.pipeline else ""
    return PipelineFlags(pipeline, _resampling(values, base.resampling), seed, preset, why)


def _advise(pipeline: Pipeline, values: Values) -> None:
    """Tell what looks wrong for the classes at hand, each thing once."""
    if values.get("quiet") or values.get("sweep"):  # a sweep shows one transform, whatever else is
        return
    told: set[str] = click.get_current_context().meta.setdefault("augcli.told", set())
    for text in advise(pipeline, _classes(values), values["preset"] or ""):
        if text not in told:
            note(f"advice: {text}")
        told.add(text)


def _classes(values: Values) -> list[str]:
    """Name the classes of the dataset that a command is about, as far as its path shows them."""
    root: Path | None = values.get("data") or values.get("root")
    image: Path | None = values.get("image")
    if image is not None and root is None:
        in_class = image.parent.name not in ("", "..")
        root = image if image.is_dir() else image.parent.parent if in_class else None
    swapped = {name for text in values.get("swap_labels", ()) for name in text.split("=")}
    names = [] if root is None or values.get("flat") else class_folders(root)
    return [name for name in names if name not in swapped]  # of those it is known


def _base(values: Values, *, nothing_said: bool) -> tuple[PipelineFile, str]:
    """Return the pipeline that the flags change, and the preset if it was nobody's choice."""
    if values["config"] and values["preset"]:
        raise UsageProblem("--config and --preset can't both be given", "leave one out")
    if values["config"]:
        return read_pipeline_file(values["config"]), ""
    if values["preset"]:
        return load(values["preset"]), ""
    return (load(NATURAL), NATURAL) if nothing_said else (PipelineFile(Pipeline(())), "")


def _put(step: Step, stages: list[Stage]) -> None:
    """Put a step in the place of the one of its transform, or where the order of flags has it."""
    order = list(catalogue())
    for index, stage in enumerate(stages):
        if isinstance(stage, Step) and stage.transform is step.transform:
            stages[index] = replace(step, chance=stage.chance)
            return
    place = order.index(step.transform.name)
    stages.insert(_after(stages, lambda one: order.index(one.transform.name) < place), step)


def _after(stages: list[Stage], comes_first: Callable[[Step], bool]) -> int:
    """Return the index right after the last step that comes first."""
    first = [n for n, one in enumerate(stages) if isinstance(one, Step) and comes_first(one)]
    return max(first, default=-1) + 1


def _with_chance(stage: Stage, chances: dict[str, float]) -> Stage:
    if isinstance(stage, Step) and stage.transform.name in chances:
        return replace(stage, chance=chances[stage.transform.name])
    return stage


def is_typed(name: str) -> bool:
    """Say whether a flag of the command at hand was given."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def _resampling(values: Values, base: Resampling) -> Resampling:
    typed = {name: values[name] for name in ("interpolation", "fill_mode") if is_typed(name)}
    if is_typed("fill_value"):
        typed["fill_value"] = read(
            "--fill-value", values["fill_value"], parse_fill_value, ("0", "255,128,0")
        )
    resampling = replace(base, **typed)
    if resampling.fill_value != Resampling.fill_value and resampling.fill_mode != "constant":
        note(f"--fill-value shows only with --fill-mode constant, not {resampling.fill_mode}")
    return resampling


def read(flag: str, text: str, parse: Callable[[str], Parsed], examples: Sequence[str]) -> Parsed:
    """Read the value of a flag. Raises UsageProblem, with the broken rule and the examples."""
    try:
        return parse(text)
    except BadValue as rule:
        typed = " or ".join(f"{flag} {example}" for example in examples)
        raise UsageProblem(f"{flag} {text}: {rule}", f"for example: {typed}") from rule


def _parameters(transform: Transform) -> list[str]:
    """Return the names under which click hands over the flags of a transform."""
    flags = [transform.knob_flag(knob) for knob in transform.knobs] or [transform.flag]
    return list(map(_parameter, [*flags, *transform.switches.values()]))


def _parameter(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _step(transform: Transform, values: Values) -> Step:
    intervals = {}
    for name, knob in transform.knobs.items():
        flag = transform.knob_flag(name)
        text = values[_parameter(flag)]
        if text is not None:
            intervals[name] = read(flag, text, knob.parse, knob.examples)
        elif flag == transform.flag:
            raise UsageProblem(
                f"{flag} is missing: it goes with what else is said of {transform.name}",
                f"for example: {flag} {knob.examples[0]}",
            )
    on = frozenset(name for name, flag in transform.switches.items() if values[_parameter(flag)])
    return Step(transform, intervals, on, transform.chance)


def _read_chances(texts: Sequence[str], among: list[Transform]) -> dict[str, float]:
    pipeline = [transform.name for transform in among]
    chances: dict[str, float] = {}
    for text in texts:
        typed, _, number = text.partition("=")
        name = typed.replace("-", "_")
        first = (pipeline or ["rotation"])[0].replace("_", "-")
        example = f"for example: --chance {first}=0.5"
        try:
            find(name)
        except UsageProblem as error:
            raise UsageProblem(f"--chance {text}: {error.problem}", error.hint) from error
        if name not in pipeline:
            raise UsageProblem(
                f"--chance {text}: {typed} is not in the pipeline",
                f"add {catalogue()[name].flag}, or leave the chance out",
            )
        if name in chances:
            raise UsageProblem(f"--chance {typed} is given twice", "give each name one chance")
        chances[name] = _probability(text, number, example)
    return chances


def _probability(text: str, number: str, example: str) -> float:
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", number, re.ASCII) or float(number) > 1:
        raise UsageProblem(f"--chance {text}: a chance is a number from 0 to 1", example)
    return float(number)
