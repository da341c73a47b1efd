"""Read one ``[[step]]`` of a pipeline file: a transform, a policy or a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from augcli.catalogue.knobs import Knob
from augcli.catalogue.parameters import Choice
from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import find
from augcli.catalogue.ways_out import ways_out
from augcli.catalogue.words import match_word
from augcli.config.location import Location
from augcli.errors import BadValue, UsageProblem
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.steps import Step

GROUPS = ("one-of", "some-of", "all-of")
_KINDS = ("transform", "policy", *GROUPS)
_DEEPEST = 8
_MOST_MEMBERS = 200


def is_number(value: Any) -> bool:
    """Return True if a value is a number that a float holds: no nan, bool or 400 digits."""
    return type(value) in (int, float) and abs(value) < 1e300


def read_stage(table: dict[str, Any], location: Location, depth: int = 0) -> Stage:
    """Return the stage that a table means; ``depth`` is how many groups it is in.

    Raises:
        UsageProblem: the table breaks a rule.
    """
    kinds = [key for key in _KINDS if key in table]
    if len(kinds) != 1:
        rule = f"a step has one of {', '.join(_KINDS)}"
        raise location.problem("", rule, 'for example: transform = "rotation"')
    (kind,) = kinds
    match kind:
        case "transform":
            return _read_transform(table, location)
        case "policy":
            return _read_policy(table, location)
        case _:
            return _read_group(kind, table, location, depth)


def _read_transform(table: dict[str, Any], location: Location) -> Step:
    name = table["transform"]
    try:
        transform = find(name if isinstance(name, str) else repr(name)[:80])
    except UsageProblem as problem:
        raise location.problem("transform", problem.problem, problem.hint) from problem
    location = location.inside(transform.title)
    names = (*transform.knobs, *transform.switches, *transform.choices)
    keys = {key.replace("_", "-"): key for key in names}
    _refuse_others(table, ("transform", "chance", *keys), location)
    intervals = {
        name: _read_interval(table[typed], typed, transform.knobs[name], location)
        for typed, name in keys.items()
        if name in transform.knobs and typed in table
    }
    on = frozenset(
        name
        for typed, name in keys.items()
        if name in transform.switches and _read_switch(table.get(typed, False), typed, location)
    )
    if clash := transform.clashing(on):
        one, other = (name.replace("_", "-") for name in clash)
        raise location.problem(one, f"can't be on beside {other}", "leave one of the two out")
    choices = {
        name: word
        for typed, name in keys.items()
        if name in transform.choices and typed in table
        if (word := _read_word(table[typed], typed, transform.choices[name], location))
    }
    return Step(transform, intervals, on, _read_chance(table, transform.chance, location), choices)


def _read_interval(value: Any, key: str, knob: Knob, location: Location) -> Interval:

    def example(texts: Sequence[str]) -> str:
        typed = " or ".join(f'"{text}"' for text in texts)
        return f"for example: {key} = {typed}, as on the command line"

    ends = value if isinstance(value, list) else [value]
    if isinstance(value, str):
        text = value[:200]
    elif all(map(is_number, ends)):
        text = ",".join(repr(float(end)) for end in ends)
    else:
        rule = "must be a number, two as [low, high], or text"
        raise location.problem(key, rule, example(knob.examples))
    try:
        return knob.parse(text)
    except BadValue as broken:
        hint = example(ways_out(broken, knob.parse, knob.examples))
        raise location.problem(key, str(broken), hint) from broken


def _read_switch(value: object, key: str, location: Location) -> bool:
    if not isinstance(value, bool):
        raise location.problem(key, "must be true or false", f"for example: {key} = true")
    return value


def _read_word(value: object, key: str, choice: Choice, location: Location) -> str:
    """Return the word of a choice, empty for the default one."""
    try:
        word = choice.check(match_word(value, choice.words) if isinstance(value, str) else value)
    except ValueError as rule:
        example = f'for example: {key} = "{choice.default}"'
        raise location.problem(key, str(rule), example) from rule
    return "" if word == choice.default else word


def _read_chance(table: dict[str, Any], default: float, location: Location) -> float:
    chance = table.get("chance", default)
    if type(chance) not in (int, float) or not 0 <= chance <= 1:
        raise location.problem(
            "chance", "must be a number from 0 to 1", "for example: chance = 0.5"
        )
    return float(chance)


def _read_policy(table: dict[str, Any], location: Location) -> Stage:
    _refuse_others(table, ("policy", "chance"), location)
    typed = table["policy"]
    name = match_word(typed, POLICIES) if isinstance(typed, str) else None
    if name is None:
        raise location.problem(
            "policy", "no such policy", f"the policies are {', '.join(POLICIES)}"
        )
    chance = _read_chance(table, 1.0, location)
    return policy(name) if chance == 1 else AllOf((policy(name),), chance)


def _read_group(kind: str, table: dict[str, Any], location: Location, depth: int) -> Stage:
    members = table[kind]
    location = location.inside(kind)
    counts = ("least", "most", "replace") if kind == "some-of" else ()
    _refuse_others(table, (kind, "chance", *counts), location)
    example = f'for example: {kind} = [{{transform = "gamma"}}, {{transform = "contrast"}}]'
    if not isinstance(members, list) or not all(isinstance(one, dict) for one in members):
        raise location.problem(kind, "must be a list of steps in braces", example)
    if not 1 <= len(members) <= _MOST_MEMBERS or depth > _DEEPEST:
        rule = f"a group holds 1 to {_MOST_MEMBERS} steps, groups at most {_DEEPEST} deep"
        raise location.problem(kind, rule, example)
    stages = tuple(read_stage(one, location, depth + 1) for one in members)
    chance = _read_chance(table, 1.0, location)
    if kind == "all-of":
        return AllOf(stages, chance)
    if kind == "one-of":
        return SomeOf(stages, chance=chance)
    replace = _read_switch(table.get("replace", False), "replace", location)
    top = len(stages) if not replace else _MOST_MEMBERS
    least = _read_count(table, "least", 0, (0, top), location)
    most = _read_count(table, "most", top if not replace else least, (max(1, least), top), location)
    return SomeOf(stages, least, most, chance, replace)


def _read_count(
    table: dict[str, Any], key: str, default: int, ends: tuple[int, int], location: Location
) -> int:
    count = table.get(key, default)
    low, high = ends
    if type(count) is not int or not low <= count <= high:
        rule = f"must be a whole number from {low} to {high}"
        raise location.problem(key, rule, f"for example: {key} = {low}")
    return count


def _refuse_others(table: dict[str, Any], known: tuple[str, ...], location: Location) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise location.problem(unknown[:80], "no such key", f"the keys are {', '.join(known)}")
