"""Choose the pipeline that flags stand for, how to sample, and the seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from augcli.catalogue import Transform, catalogue
from augcli.config.flags import as_command_line
from augcli.config.parse_flag import parse_flag
from augcli.config.pipeline_file import ClassTable, PipelineFile
from augcli.config.pipeline_flags import PipelineFlags
from augcli.config.presets import NATURAL, load
from augcli.config.read_chances import read_chances
from augcli.errors import UsageProblem
from augcli.imaging.depth_range import DepthRange
from augcli.imaging.resampling import Resampling, parse_fill_value
from augcli.pipeline.groups import Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import policy
from augcli.pipeline.steps import Step


@dataclass(frozen=True)
class ChosenPipeline:
    """The pipeline that the flags stand for, how to sample, and the seed.

    ``preset`` names the preset that the flags started from. ``is_default`` is True if no flag
    named a pipeline, so that augcli took a preset itself. ``why`` is the reason that the pipeline
    file gives; it is empty if flags changed the pipeline of the file. ``base`` is the pipeline that
    the flags changed: of the preset, or of the file. ``classes`` has what the file says of single
    classes.
    """

    pipeline: Pipeline
    resampling: Resampling
    seed: int = 0
    preset: str = ""
    is_default: bool = False
    why: str = ""
    depth_range: DepthRange = "full"
    base: Pipeline = Pipeline(())  # noqa: RUF009, it is frozen, so one for all is safe
    classes: tuple[ClassTable, ...] = ()

    @classmethod
    def of_file(cls, file: PipelineFile, preset: str = "", *, is_default: bool = False) -> Self:
        """Return the pipeline of a file as it stands."""
        seed = file.seed or 0
        why, depth = file.why, file.depth_range
        return cls(file.pipeline, file.resampling, seed, preset, is_default, why, depth)

    @property
    def class_pipelines(self) -> dict[str, Pipeline]:
        """The pipelines of the classes that have one of their own."""
        return {one.name: one.pipeline for one in self.classes if one.pipeline}

    def as_file(self) -> PipelineFile:
        """Return the pipeline file that gives the same pipeline."""
        seed, depth = self.seed or None, self.depth_range
        return PipelineFile(self.pipeline, self.resampling, seed, self.why, depth, self.classes)

    def flags(self) -> list[str]:
        """Return the flags that give the same pipeline; none if only a file can express it."""
        return [] if self.classes else as_command_line(self.as_file()) or []


def choose(flags: PipelineFlags, file: PipelineFile | None = None) -> ChosenPipeline:
    """Return the pipeline that flags stand for; they change that of ``file`` if there is one.

    Raises:
        UsageProblem: a value breaks a rule. The message names the flag, the value and the rule;
            the hint has an example.
    """
    base = _base(flags, file)
    stages = list(base.pipeline.stages)
    named = [transform for transform in catalogue().values() if flags.names(transform)]
    known = [*named, *(stage.transform for stage in stages if isinstance(stage, Step))]
    chances = read_chances(flags.chance, known)
    for transform in named:
        _put(_step(transform, flags), stages)
    if flags.policy:
        place = _index_after(stages, lambda step: step.transform.group == "geometry")
        stages.insert(place, policy(flags.policy))
    pipeline = Pipeline(tuple(_with_chance(stage, chances) for stage in stages))
    return replace(
        base,
        pipeline=pipeline,
        base=base.pipeline,
        resampling=_resampling(flags, base.resampling),
        seed=base.seed if flags.seed is None else flags.seed,
        depth_range=flags.depth_range or base.depth_range,
        classes=file.classes if file else (),
        why=base.why if pipeline == base.pipeline else "",
    )


def _base(flags: PipelineFlags, file: PipelineFile | None) -> ChosenPipeline:
    """Return the pipeline that the flags change; a file may leave that to the flags."""
    if file and file.pipeline.stages:
        if flags.preset:
            raise UsageProblem("--config and --preset can't both be given", "leave one out")
        return ChosenPipeline.of_file(file)
    if flags.preset:
        return ChosenPipeline.of_file(load(flags.preset), flags.preset)
    if flags.ranges or flags.switches or flags.policy:
        return ChosenPipeline(Pipeline(()), Resampling())
    return ChosenPipeline.of_file(load(NATURAL), NATURAL, is_default=True)


def _put(step: Step, stages: list[Stage]) -> None:
    """Replace the step of the same transform, or insert a new one in the order of the flags."""
    order = list(catalogue())
    for index, stage in enumerate(stages):
        if isinstance(stage, Step) and stage.transform is step.transform:
            stages[index] = replace(step, chance=stage.chance)
            return
    place = order.index(step.transform.name)
    stages.insert(_index_after(stages, lambda one: order.index(one.transform.name) < place), step)


def _index_after(stages: list[Stage], comes_first: Callable[[Step], bool]) -> int:
    """Return the index right after the last step that must come first."""
    first = [n for n, one in enumerate(stages) if isinstance(one, Step) and comes_first(one)]
    return max(first, default=-1) + 1


def _with_chance(stage: Stage, chances: dict[str, float]) -> Stage:
    if isinstance(stage, Step) and stage.transform.name in chances:
        return replace(stage, chance=chances[stage.transform.name])
    return stage


def _step(transform: Transform, flags: PipelineFlags) -> Step:
    intervals = {}
    for name, knob in transform.knobs.items():
        flag = transform.knob_flag(name)
        if flag in flags.ranges:
            intervals[name] = parse_flag(flag, flags.ranges[flag], knob.parse, knob.examples)
        elif flag == transform.flag:
            raise UsageProblem(
                f"{flag} is missing: the other flags of {transform.name} need it",
                f"for example: {flag} {knob.examples[0]}",
            )
    on = frozenset(name for name, flag in transform.switches.items() if flag in flags.switches)
    if clash := transform.clashing(on):
        one, other = (transform.switches[name] for name in clash)
        raise UsageProblem(f"{one} and {other} can't both be given", "leave one out")
    words = {name: flags.ranges.get(transform.knob_flag(name)) for name in transform.choices}
    choices = {
        name: word
        for name, word in words.items()
        if word is not None and word != transform.choices[name].default
    }
    return Step(transform, intervals, on, transform.chance, choices)


def _resampling(flags: PipelineFlags, base: Resampling) -> Resampling:
    resampling = replace(
        base,
        interpolation=flags.interpolation or base.interpolation,
        fill_mode=flags.fill_mode or base.fill_mode,
    )
    if flags.fill_value is not None:
        examples = ("0", "255,128,0")
        levels = parse_flag("--fill-value", flags.fill_value, parse_fill_value, examples)
        resampling = replace(resampling, fill_value=levels)
    return resampling
