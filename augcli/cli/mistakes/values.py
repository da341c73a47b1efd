"""Explain values that a flag or an argument doesn't take, and values that are missing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from augcli.catalogue.words import similar
from augcli.cli.mistakes.examples import example, find_knob, plain_number
from augcli.cli.mistakes.there import is_there
from augcli.cli.mistakes.typed_line import (
    flag_of,
    names_option,
    takes_value,
    usage,
    value_is_optional,
    walk,
)
from augcli.errors import BadValue, UsageProblem
from augcli.imaging.resampling import parse_fill_value

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)


def refuse_missing_values(context: click.Context, typed: Sequence[str]) -> None:
    """Refuse a flag whose value was forgotten: the next word is a flag, a file, or not there.

    click would take the next flag for the value.

    Raises:
        UsageProblem: such a flag is there.
    """
    words = list(walk(context, typed))
    for place, word in enumerate(words):
        option = word.option
        if option is None or word.is_value or word.attached is not None:
            continue
        values = [one.text for one in words[place + 1 :][: option.nargs] if one.is_value]
        needed = takes_value(option) and not value_is_optional(option)
        if needed and _are_missing(values, option, context):
            raise UsageProblem(f"{_named(option, word.text)} needs a value", _values(option))


def _are_missing(values: list[str], option: click.Option, context: click.Context) -> bool:
    if len(values) < option.nargs:
        return True
    if flag_of(option) != "--sweep" and any(names_option(value, context) for value in values):
        return True  # --sweep takes the name of a transform, which may be typed as its flag
    # The image or the dataset itself stands where the value should be.
    for_knob = find_knob(flag_of(option)) is not None
    return for_knob and not _NUMBER.match(values[0]) and is_there(values[0])


def _named(option: click.Option, typed: str) -> str:
    return typed if typed in option.opts else flag_of(option)


def _values(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        shown = example(option)
        others = [word for word in option.type.choices if not shown.endswith(f" {word}")]
        return f"for example: {shown}, or {', '.join(others)}"
    is_colour = flag_of(option) == "--fill-value"  # a shell takes #ff0000 for a comment
    quotes = "; put a colour that begins with # in quotes" if is_colour else ""
    return f"for example: {example(option)}{quotes}"


def refused_value(parameter: click.Parameter, context: click.Context, said: str) -> UsageProblem:
    """Return the error for a value that a parameter doesn't take.

    ``said`` is what click said about it, for types that are not known here.
    """
    typed = _typed(parameter, context)
    name = _name(parameter)
    flag = f"{name} " if isinstance(parameter, click.Option) else ""
    rule = rule_of(parameter, said)
    match parameter.type:
        case click.Choice(choices=choices):
            words = [str(word) for word in choices]
            near = [f"{flag}{word}" for word in similar(typed, words, most=2)]
            hint = f"for example: {example(parameter)}"
            if near and typed:
                hint = f"did you mean {' or '.join(near)}?"
            if name == "--fill-mode" and is_colour(typed):
                hint = f"a colour is --fill-mode constant --fill-value {shlex.quote(typed)}"
            if name == "--preset" and Path(typed).suffix:
                hint = f"a file is given by --config {typed}"
        case click.IntRange() | click.FloatRange() as wanted:
            hint = f"for example: {flag}{_near(typed, wanted, parameter)}"
        case click.types.BoolParamType():  # a flag without a value, set by a variable
            hint = f"for example: {flag}1"
        case _:
            hint = f"for example: {example(parameter)}"
    if isinstance(parameter, click.Argument) and not hint.startswith("did you"):
        hint = usage(context)
    return UsageProblem(f"{name} {typed}".rstrip() + f": {rule}", hint)


def is_colour(text: str) -> bool:
    """Return True if a text is a colour or a level, as --fill-value takes it."""
    try:
        parse_fill_value(text)
    except BadValue:
        return False
    return True


def rule_of(parameter: click.Parameter, said: str) -> str:
    """Return what the values of a parameter must be; ``said`` is click's word for other types."""
    match parameter.type:
        case click.Choice(choices=choices):
            return f"choose from {', '.join(map(str, choices))}"
        case click.IntRange() as wanted:
            return f"give a whole number {_limits(wanted)}"
        case click.FloatRange() as wanted:
            return f"give a number {_limits(wanted)}"
        case click.types.BoolParamType():
            return "give 1 for yes or 0 for no"
        case _:
            return " ".join(said.split()).rstrip(".")


def _typed(parameter: click.Parameter, context: click.Context) -> str:
    """Return the text that was given for a parameter."""
    if context.get_parameter_source(parameter.name or "") is ParameterSource.ENVIRONMENT:
        return str(parameter.resolve_envvar_value(context))
    words = list(walk(context, context.meta["typed"]))
    if isinstance(parameter, click.Option):
        own = [word for word in words if word.option is parameter]
        values = [word.text for word in own if word.is_value]
        return " ".join([*values, *(word.attached for word in own if word.attached is not None)])
    arguments = [one for one in context.command.params if isinstance(one, click.Argument)]
    given = [word.text for word in words if word.is_argument]
    return given[arguments.index(parameter)] if parameter in arguments else ""


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return flag_of(parameter)
    return parameter.metavar or (parameter.name or "").upper()


def _limits(wanted: click.IntRange | click.FloatRange) -> str:
    low, high = wanted.min, wanted.max
    below = "" if low is None else f"above {low:g}" if wanted.min_open else f"from {low:,}"
    above = "" if high is None else f" to {high:,}"
    return f"{below}{above}".replace("above 0 to", "above 0, up to")


def _near(typed: str, wanted: click.IntRange | click.FloatRange, parameter: click.Parameter) -> str:
    """Return the nearest number that is allowed, or the usual one if the typed one is no help."""
    low, high = wanted.min, wanted.max
    number = float(typed) if _NUMBER.fullmatch(typed) else None
    if number is not None and high is not None and number > high:
        return str(high)
    if number is not None and number > (low or 0):
        return f"{round(number)}"
    if not isinstance(parameter.default, int | float):
        return example(parameter).rpartition(" ")[2]
    return plain_number(parameter.default or low or 1)
