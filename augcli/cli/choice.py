"""From the values of the shared flags to a pipeline, and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from augcli.cli.terminal import note
from augcli.errors import BadValue, UsageProblem
from augcli.pipeline import Pipeline
from augcli.policies import policy
from augcli.presets import NATURAL, as_flags
from augcli.registry import Transform, catalogue, find
from augcli.resampling import Resampling, parse_fill_value
from augcli.steps import Step

if TYPE_CHECKING:
    from augcli.groups import Stage

Parsed = TypeVar("Parsed")
Values = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """What the shared flags say: the pipeline, how to sample, and the seed."""

    pipeline: Pipeline
    resampling: Resampling
    seed: int
    preset: str = ""


def read_choice(values: Values) -> Choice:
    """Turn the values of the shared flags into a pipeline and what goes with it.

    Raises:
        UsageProblem: a value breaks a rule; it names the flag, the value, the rule and an example.
    """
    named = [
        found
        for found in catalogue().values()
        if any(values[name] not in (None, False) for name in _parameters(found))
    ]
    preset = "" if named or values["policy"] else as_flags(NATURAL)
    if preset:
        values = values | {name: text or True for name, text in NATURAL.items()}
        named = [catalogue()[name] for name in NATURAL]
    chances = _read_chances(values["chance"], [transform.name for transform in named])
    stages: list[Stage] = [_step(transform, values, chances) for transform in named]
    if values["policy"]:
        first = sum(transform.group == "geometry" for transform in named)
        stages.insert(first, policy(values["policy"]))
    fill_value = read("--fill-value", values["fill_value"], parse_fill_value, ("0", "255,128,0"))
    resampling = Resampling(values["interpolation"], values["fill_mode"], fill_value)
    if fill_value != Resampling.fill_value and resampling.fill_mode != "constant":
        note(f"--fill-value shows only with --fill-mode constant, not {resampling.fill_mode}")
    return Choice(Pipeline(tuple(stages)), resampling, values["seed"], preset)


def read(flag: str, text: str, parse: Callable[[str], Parsed], examples: Sequence[str]) -> Parsed:
    """Read the value of a flag. Raises UsageProblem, with the broken rule and the examples."""
    try:
        return parse(text)
    except BadValue as rule:
        typed = " or ".join(f"{flag} {example}" for example in examples)
        raise UsageProblem(f"{flag} {text}: {rule}", f"for example: {typed}") from rule


def _parameters(transform: Transform) -> list[str]:
    """Give the names under which click hands over the flags of a transform."""
    flags = [transform.knob_flag(knob) for knob in transform.knobs] or [transform.flag]
    return list(map(_parameter, [*flags, *transform.switches.values()]))


def _parameter(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _step(transform: Transform, values: Values, chances: dict[str, float]) -> Step:
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
    return Step(transform, intervals, on, chances.get(transform.name, transform.chance))


def _read_chances(texts: Sequence[str], pipeline: list[str]) -> dict[str, float]:
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
