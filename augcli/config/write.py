"""From a pipeline to the TOML file, or to the flags, that give it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from augcli.config.model import PipelineFile
from augcli.errors import BadValue
from augcli.grammar import Interval
from augcli.groups import AllOf, SomeOf, Stage
from augcli.knobs import Knob
from augcli.pipeline import Pipeline
from augcli.policies import POLICIES, policy
from augcli.registry import catalogue
from augcli.resampling import Resampling
from augcli.steps import Step


def as_toml(file: PipelineFile) -> str:
    """Write a pipeline file: reading it gives the same pipeline."""
    lines = [f"why = {json.dumps(file.why)}"] if file.why else []
    lines += [f"seed = {file.seed}"] if file.seed is not None else []
    plain = Resampling()
    for key in ("interpolation", "fill_mode"):
        value = getattr(file.resampling, key)
        if value != getattr(plain, key):
            lines.append(f'{key.replace("_", "-")} = "{value}"')
    if file.resampling.fill_value != plain.fill_value:
        levels = ", ".join(f"{level:g}" for level in file.resampling.fill_value)
        lines.append(f"fill-value = [{levels}]")
    for stage in file.pipeline.stages:
        lines += ["", "[[step]]", *(f"{key} = {value}" for key, value in _keys(stage))]
    return "\n".join(lines).strip() + "\n"


def as_flags(step: Step) -> list[str]:
    """Write a step as the flags that stand for it, its chance apart."""
    transform = step.transform
    flags = [] if transform.knobs else [transform.flag]
    for name, knob in transform.knobs.items():
        interval = step.interval(name)
        if transform.knob_flag(name) == transform.flag or interval != knob.default_interval:
            flags += [transform.knob_flag(name), as_typed(interval, knob)]
    return flags + [transform.switches[name] for name in sorted(step.switches)]


def pipeline_flags(pipeline: Pipeline) -> list[str]:
    """Give the flags that stand for a pipeline; none if it has what no flag can say.

    Those are groups, a transform twice, and an order other than that of the flags.
    """
    steps = [stage for stage in pipeline.stages if isinstance(stage, Step)]
    names = [step.transform.name for step in steps]
    policies = [name for stage in pipeline.stages if (name := _policy_name(stage))]
    in_order = names == [name for name in catalogue() if name in names]
    if len(policies) > 1 or len(steps) + len(policies) < len(pipeline.stages) or not in_order:
        return []
    flags = [flag for step in steps for flag in as_flags(step)]
    for step in steps:
        if step.chance != step.transform.chance:
            name = step.transform.name.replace("_", "-")
            flags += ["--chance", f"{name}={_number(step.chance)}"]
    return flags + [flag for name in policies for flag in ("--policy", name)]


def as_typed(interval: Interval, knob: Knob) -> str:
    """Write an interval as it is typed; reading it gives the same one."""
    unit = "px" if interval.unit == "pixels" else ""
    both = ",".join(f"{_number(end)}{unit}" for end in (interval.low, interval.high))
    neutral = knob.neutral_interval
    if neutral is None:
        return both
    # N is shorter, and what people know, where it means just that.
    spread = max(interval.high - neutral.high, neutral.low - interval.low)
    single = f"{spread:.12g}{unit}"
    return single if spread > 0 and _means(single, interval, knob) else both


def _means(text: str, interval: Interval, knob: Knob) -> bool:
    try:
        return knob.parse(text) == interval
    except BadValue:
        return False


def _number(number: float) -> str:
    return repr(int(number)) if number == int(number) else repr(number)


def _keys(stage: Stage) -> Iterator[tuple[str, str]]:
    """Give the keys of a stage and their values, in TOML."""
    match stage:
        case Step():
            yield from _keys_of_step(stage)
        case _ if name := _policy_name(stage):
            yield "policy", f'"{name}"'
        case AllOf():
            yield "all-of", _members(stage.stages)
            yield from [("chance", _number(stage.chance))] if stage.chance != 1 else []
        case SomeOf():
            single = (stage.least, stage.most, stage.replace) == (1, 1, False)
            yield "one-of" if single else "some-of", _members(stage.stages)
            if not single:
                yield from (("least", str(stage.least)), ("most", str(stage.most)))
            yield from [("replace", "true")] if stage.replace else []
            yield from [("chance", _number(stage.chance))] if stage.chance != 1 else []
        case _:
            raise TypeError(f"{stage.key} can't be written")


def _keys_of_step(step: Step) -> Iterator[tuple[str, str]]:
    transform = step.transform
    yield "transform", f'"{transform.name.replace("_", "-")}"'
    for name, knob in transform.knobs.items():
        interval = step.interval(name)
        if interval == knob.default_interval and transform.knob_flag(name) != transform.flag:
            continue
        ends = f"[{_number(interval.low)}, {_number(interval.high)}]"
        pixels = f'"{as_typed(interval, knob)}"'
        yield name.replace("_", "-"), pixels if interval.unit == "pixels" else ends
    for name in sorted(step.switches):
        yield name.replace("_", "-"), "true"
    if step.chance != transform.chance:
        yield "chance", _number(step.chance)


def _members(stages: tuple[Stage, ...]) -> str:
    tables = (", ".join(f"{key} = {value}" for key, value in _keys(stage)) for stage in stages)
    return "[\n" + "".join(f"    {{ {table} }},\n" for table in tables) + "]"


def _policy_name(stage: Stage) -> str:
    return "" if isinstance(stage, Step) else _policies().get(json.dumps(stage.settings()), "")


@cache
def _policies() -> dict[str, str]:
    return {json.dumps(policy(name).settings()): name for name in POLICIES}
