"""Read the state of the page, which is untrusted, as a pipeline, and write one as a state."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from augcli.config.choose import ChosenPipeline
from augcli.config.flags import both_ends
from augcli.config.location import Location
from augcli.config.pipeline_file import PipelineFile
from augcli.config.read import MOST_STEPS, read_top
from augcli.config.stages import GROUPS, read_stage
from augcli.config.write import as_toml
from augcli.errors import UsageProblem
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

State = dict[str, Any]
"""``seed``; ``steps``, tables as in a pipeline file, some ``off``; and the ``options`` there."""

StepPath = tuple[int, ...]
"""The place of a step: its index, and for a member of a group its index there, and so on."""

OPTIONS = ("fill-mode", "fill-value", "interpolation", "depth-range")
"""The keys of a pipeline file beside its seed and its steps."""

_TYPED = ", as on the command line"  # which the page is not


class WrongStep(UsageProblem):
    """A step, or an option, breaks a rule. ``knob`` is its key, empty for the step itself."""

    def __init__(self, problem: str, hint: str, step: StepPath | None, knob: str) -> None:
        super().__init__(problem, hint)
        self.step = step
        self.knob = knob

    def as_json(self) -> dict[str, Any]:
        """Return the error as the page shows it beside its knob."""
        return {
            "step": list(self.step) if self.step else None,
            "knob": self.knob or None,
            "problem": self.problem,
            "hint": self.hint,
        }


class WrongState(UsageProblem):
    """A state breaks rules; ``errors`` has each of them."""

    def __init__(self, errors: list[WrongStep]) -> None:
        super().__init__(errors[0].problem, errors[0].hint)
        self.errors = errors


@dataclass(frozen=True)
class _Place(Location):
    """The place of a step on the page."""

    path: StepPath = ()

    def problem(self, key: str, rule: str, hint: str) -> WrongStep:
        return WrongStep(rule, hint.removesuffix(_TYPED), self.path or None, key)


@dataclass(frozen=True)
class ReadState:
    """What a state means: the pipeline, and the place of each of its stages."""

    chosen: ChosenPipeline
    paths: tuple[StepPath, ...]


def as_state(file: PipelineFile) -> State:
    """Return the state that shows a pipeline file. Each range in it has two ends."""
    found = tomllib.loads(as_toml(file))  # whose writer knows all kinds of steps
    steps = found.get("step", [])
    _write_both_ends(steps, file.pipeline.stages)
    options = {key: found[key] for key in OPTIONS if key in found}
    return {"seed": found.get("seed", 0), "steps": steps, "options": options}


def _write_both_ends(tables: list[dict[str, Any]], stages: Sequence[Stage]) -> None:
    """Write ranges in pixels with two ends, as a slider has: people write 20px for -20px,20px."""
    for table, stage in zip(tables, stages, strict=True):
        match stage:
            case Step():
                for name, interval in stage.intervals.items():
                    key = name.replace("_", "-")
                    if isinstance(table.get(key), str):
                        table[key] = both_ends(interval)
            case AllOf() | SomeOf():
                for _, members in _groups(table):
                    _write_both_ends(members, stage.stages)


def read_state(state: Any, base: ChosenPipeline) -> ReadState:
    """Return what a state means; ``base`` gives what the page does not change.

    Raises:
        WrongState: it breaks rules.
    """
    try:
        steps, options, seed = _parts(state)
        file = read_top({**options, "seed": seed}, _Place("state", ""), needed=0)
        stages = _stages(steps)
    except WrongStep as wrong:
        raise WrongState([wrong]) from wrong
    except RecursionError as error:
        raise WrongState([_wrong("steps", "the groups are nested too deeply")]) from error
    pipeline = Pipeline(tuple(stages.values()))
    chosen = replace(
        base,
        pipeline=pipeline,
        resampling=file.resampling,
        depth_range=file.depth_range,
        seed=seed,
        why=base.why if pipeline == base.pipeline else "",
        preset="",
        is_default=False,
    )
    return ReadState(chosen, tuple(stages))


def _parts(state: Any) -> tuple[list[dict[str, Any]], Mapping[str, Any], int]:
    """Return the steps, the options and the seed of a state. Raises WrongStep."""
    whole = state if isinstance(state, dict) else {}
    steps, options, seed = whole.get("steps"), whole.get("options", {}), whole.get("seed", 0)
    if not isinstance(steps, list) or not all(isinstance(one, dict) for one in steps):
        raise _wrong("steps", "the steps must be a list of tables")
    if len(steps) > MOST_STEPS:
        raise _wrong("steps", f"there are more than {MOST_STEPS} steps")
    if not isinstance(options, dict) or not options.keys() <= {*OPTIONS}:
        raise _wrong("options", f"the options are {', '.join(OPTIONS)}")
    if type(seed) is not int or not 0 <= seed < 1 << 63:
        raise _wrong("seed", "the seed must be a whole number from 0", "for example: 7")
    return steps, options, seed


def _wrong(key: str, rule: str, hint: str = "reload the page") -> WrongStep:
    return WrongStep(rule, hint, None, key)


def _stages(steps: list[dict[str, Any]]) -> dict[StepPath, Stage]:
    """Return the stages that are on, by their places. Raises WrongState."""
    errors: list[WrongStep] = []
    stages: dict[StepPath, Stage] = {}
    for index, table in enumerate(steps):
        try:
            if stage := _read(table, (index,)):
                stages[index,] = stage
        except WrongStep as wrong:
            errors += _within(table, (index,)) or [wrong]
    if errors:
        raise WrongState(errors)
    return stages


def _read(table: dict[str, Any], path: StepPath) -> Stage | None:
    """Return the stage of a table, None if it is switched off. Raises WrongStep."""
    place = _Place("state", "", path=path)
    read_stage(_plain(table, place), place)  # so that what is off is checked, too
    on = _on(table)
    return read_stage(on, place) if on else None


def _plain(table: dict[str, Any], place: _Place) -> dict[str, Any]:
    """Return a step as a pipeline file has it, with what is switched off. Raises WrongStep."""
    if not isinstance(table.get("off", False), bool):
        raise place.problem("off", "must be true or false", "switch the step on")
    plain = {key: value for key, value in table.items() if key != "off"}
    for kind, members in _groups(table):
        plain[kind] = [_plain(one, place) if isinstance(one, dict) else one for one in members]
    return plain


def _on(table: dict[str, Any]) -> dict[str, Any] | None:
    """Return a valid step without what is switched off in it; None if nothing is left."""
    if table.get("off"):
        return None
    kept = {key: value for key, value in table.items() if key != "off"}
    for kind, members in _groups(table):
        kept[kind] = [on for one in members if (on := _on(one))]
        if not kept[kind]:
            return None
    return kept


def _groups(table: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Return the members of the groups in a table, by key."""
    return [(key, table[key]) for key in GROUPS if isinstance(table.get(key), list)]


def _within(table: dict[str, Any], path: StepPath) -> list[WrongStep]:
    """Return what is wrong with the members of a group, as far as it is they."""
    found = []
    for _, members in _groups(table):
        for index, one in enumerate(members):
            try:
                if isinstance(one, dict):
                    _read(one, (*path, index))
            except WrongStep as wrong:
                found += _within(one, (*path, index)) or [wrong]
    return found
