"""Put the steps of recipes and pipelines into words, one line for each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from augcli.catalogue import get
from augcli.pipeline.groups import AllOf, Blend, SomeOf, Stage
from augcli.pipeline.partners import partner_fields
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import AppliedStep, Recipe, Step
from augcli.text import printable

UNCHANGED = "unchanged"


def does_something(fired: AppliedStep) -> bool:
    """Return whether a step of a recipe changes pictures; ``rot90`` by 0 turns does not."""
    if fired["transform"] == Blend.key:
        return True
    return not get(fired["transform"]).is_neutral(fired)


def step_lines(fired: AppliedStep) -> list[tuple[str, str]]:
    """Return the values of a step of a recipe, each with what it is called.

    A step without values has its name and an empty text.
    """
    transform = get(fired["transform"])
    partners = partner_fields(fired)
    values = [key for key in fired if key not in ("transform", *partners)]
    lines = [(transform.label(key), transform.caption(key, fired[key])) for key in values]
    lines = [line for line in lines if line[1]]
    names = (PurePosixPath(name).name for key in partners for name in fired[key])
    lines += [("with", printable(name)) for name in names]
    return lines or [(transform.title, "")]


def lines_of(recipe: Recipe) -> Iterator[str]:
    """Yield the lines of the steps that do something, in the order applied."""
    for fired in filter(does_something, recipe):
        if fired["transform"] == Blend.key:
            yield from _blend_lines(fired)
        else:
            yield from (f"{label} {value}".rstrip() for label, value in step_lines(fired))


def _blend_lines(fired: AppliedStep) -> Iterator[str]:
    """Yield a line for the picture's own share of a blend, and one for each chain."""
    weights = fired["weights"]
    yield f"{Blend.key}: {_percent(1 - sum(weights))} {UNCHANGED}"
    for weight, chain in zip(weights, fired["chains"], strict=True):
        yield f"+ {_percent(weight)} {_in_one_line(chain)}"


def _in_one_line(recipe: Recipe) -> str:
    steps = (", ".join(lines_of([fired])) for fired in filter(does_something, recipe))
    return " → ".join(steps) or UNCHANGED


def _percent(share: float) -> str:
    return f"{abs(share):.0%}".replace("%", " %")


def stage_lines(stages: Iterable[Stage], indent: str = "") -> Iterator[str]:
    """Yield a line for each stage of a pipeline, with the members of groups indented below it."""
    for stage in stages:
        if policy := name_of(stage):
            yield f"{indent}policy {policy}"
            continue
        match stage:
            case AllOf():
                yield f"{indent}all of these, in order{_chance(stage.chance)}"
                yield from stage_lines(stage.stages, f"{indent}  ")
            case SomeOf():
                count = f"{stage.least} to {stage.most}" if stage.least < stage.most else stage.most
                yield f"{indent}{count} of these{_chance(stage.chance)}"
                yield from stage_lines(stage.stages, f"{indent}  ")
            case Blend():
                yield f"{indent}a blend of the picture and of what each of these makes of it"
                yield from stage_lines(stage.stages, f"{indent}  ")
            case _:
                yield from (f"{indent}{line}" for step in stage.steps() for line in _ranges(step))


def _ranges(step: Step) -> Iterator[str]:
    """Yield a line for each knob of a step; the first one ends with the chance."""
    transform = step.transform
    lines = []
    for name, knob in transform.knobs.items():
        interval = step.interval(name)
        field = knob.field(name, interval.unit)
        ends = dict.fromkeys(knob.caption(end, field) for end in (interval.low, interval.high))
        lines.append(f"{transform.label(field)} {' to '.join(ends)}")
    lines += [f"{transform.title} {name} {word}" for name, word in step.choices.items()]
    lines += [f"{transform.title} {name.replace('_', ' ')}" for name in sorted(step.switches)]
    first, *others = lines or [transform.title]
    yield f"{first}{_chance(step.chance)}"
    yield from others


def _chance(chance: float) -> str:
    return "" if chance >= 1 else f", in {_percent(chance)} of the copies"
