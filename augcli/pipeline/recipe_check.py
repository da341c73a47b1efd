"""Check a recipe that was read from a file: known transforms, known fields, values in range."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from augcli.catalogue.knobs import Real
from augcli.catalogue.lengths import Shift
from augcli.catalogue.parameters import Choice, Drawn, Partner, Seed, Switch, Twin
from augcli.catalogue.registry import get
from augcli.pipeline.graded import Graded
from augcli.pipeline.groups import Blend, SomeOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

_Check = Callable[[Any], bool]
_MOST_REPEATS = 100  # of a group that may choose a stage again


def check_recipe(recipe: object) -> None:
    """Check that this version of augcli could have drawn a recipe.

    Raises:
        ValueError: the message says what is wrong.
    """
    if not isinstance(recipe, list):
        raise ValueError("it is no list")
    for step in recipe:
        if not isinstance(step, dict) or not isinstance(step.get("transform"), str):
            raise ValueError("a step has no transform")
        _check_step(step)


def check_steps(pipeline: Pipeline) -> None:
    """Check that the ranges and chances of a pipeline are ones that can be asked for.

    Raises:
        ValueError: the message says what is wrong.
    """
    for stage in pipeline.stages:
        _check_stage(stage)


def _check_stage(stage: Stage) -> None:
    chance = getattr(stage, "chance", 1.0)
    if not _is_number(0.0, 1.0, chance):
        raise ValueError(f"a chance can't be {chance!r:.40}")
    if isinstance(stage, SomeOf):
        most = _MOST_REPEATS if stage.replace else len(stage.stages)
        if not 0 <= stage.least <= stage.most <= most:
            raise ValueError(f"a group can't choose {stage.least!r:.40} to {stage.most!r:.40}")
    # A graded stage yields a step with all values that it can draw.
    for step in stage.steps() if isinstance(stage, Step | Graded) else ():
        _check_intervals(step)
    for inner in getattr(stage, "stages", ()):
        _check_stage(inner)


def _check_intervals(step: Step) -> None:
    name = step.transform.name
    for knob, interval in step.intervals.items():
        check = _checks_of(name)[step.transform.knobs[knob].field(knob, interval.unit)]
        if not check(interval.low) or not check(interval.high) or interval.low > interval.high:
            raise ValueError(f"{name} can't have the {knob} {interval.low} to {interval.high}")


def _check_step(step: Mapping[str, Any]) -> None:
    name = step["transform"]
    checks = _checks_of_blend(step) if name == Blend.key else _checks_of(name)
    for field, value in step.items():
        if field not in checks:
            raise ValueError(f"{name:.40} has no field {field[:40]!r}")
        if not checks[field](value):
            raise ValueError(f"{name:.40} can't have the {field} {value!r:.40}")


def _checks_of_blend(step: Mapping[str, Any]) -> Mapping[str, _Check]:
    chains = step.get("chains")
    if not isinstance(chains, list):
        raise ValueError("a blend has no chains")
    for chain in chains:
        check_recipe(chain)
    weights = partial(_are_numbers, len(chains), 0.0, 1.0)
    return {"transform": bool, "weights": weights, "chains": lambda _: True}


@cache
def _checks_of(transform: str) -> Mapping[str, _Check]:
    """Return the check of each field that a step of a transform can have."""
    try:
        found = get(transform)
    except KeyError:
        raise ValueError(f"there is no transform {transform[:40]!r}") from None
    checks: dict[str, _Check] = {"transform": bool}
    for name, one in found.parameters.items():
        match one:
            case Twin():
                knob: Any = found.knobs[one.of]
                checks[name] = partial(_is_number, knob.low, knob.high)
            case Switch():
                checks[name] = _is_switch
            case Choice():
                checks[name] = partial(operator.contains, one.words)
            case Drawn(count=1):
                checks[name] = partial(_is_number, one.low, one.high)
            case Drawn():
                checks[name] = partial(_are_numbers, one.count, one.low, one.high)
            case Seed():
                checks[name] = _is_seed
            case Partner():
                checks[name] = partial(_are_names, one.count)
            case Shift():
                for unit, limit in one.limits.items():
                    checks[unit] = partial(_is_number, one.least * limit, limit)
            case Real():
                checks[name] = partial(_is_number, one.low, one.high)
    return checks


def _is_number(low: float, high: float, value: Any) -> bool:
    rounding = 1e-9 * max(abs(low), abs(high))
    return type(value) in (int, float) and low - rounding <= value <= high + rounding


def _is_seed(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _are_numbers(count: int, low: float, high: float, value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(_is_number(low, high, each) for each in value)
    )


def _are_names(count: int, value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(each, str) for each in value)
    )


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)
