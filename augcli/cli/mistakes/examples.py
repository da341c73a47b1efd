"""Give an example of what can follow a flag."""

from __future__ import annotations

import click

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Knob
from augcli.cli.mistakes.typed_line import flag_of

# For flags whose type says nothing of their values.
_EXAMPLES = {
    "--balance": "median",
    "--chance": "rotation=0.5",
    "--compare": "natural strong",
    "--config": "aug.toml",
    "--copies": "5",
    "--data": "data/",
    "--fill-value": "128",
    "--format": "png",
    "--grid": "3x3",
    "--html": "page.html",
    "--mask": "masks/",
    "--partner": "other.jpg",
    "--root": "data/",
    "--save-config": "aug.toml",
    "--shard": "1/8",
    "--shard-size": "500MB",
    "--size": "224x224",
    "--swap-labels": "left=right",
    "--sweep": "rotation",
}


def example(parameter: click.Parameter) -> str:
    """Return the flag of an option with a value that it takes, or a value for an argument."""
    if not isinstance(parameter, click.Option):
        return _by_type(parameter)
    flag = flag_of(parameter)
    knob = find_knob(flag)
    if knob is not None:
        return f"{flag} {knob.examples[0]}"
    return f"{flag} {_EXAMPLES.get(flag) or _by_type(parameter)}"


def find_knob(flag: str) -> Knob | None:
    """Return the knob that a flag sets, or None."""
    for transform in catalogue().values():
        for name, knob in transform.knobs.items():
            if transform.knob_flag(name) == flag:
                return knob
    return None


def find_switched(flag: str) -> Transform | None:
    """Return the transform that a flag without a value turns on, or None."""
    return next((one for one in catalogue().values() if one.flag == flag and not one.knobs), None)


def _by_type(parameter: click.Parameter) -> str:
    match parameter.type:
        case click.Choice(choices=choices):
            return str(choices[0])
        case click.IntRange() | click.FloatRange():
            usual = parameter.default if isinstance(parameter.default, int | float) else None
            return plain_number(usual or parameter.type.min or 1)
        case _:
            return parameter.metavar or (parameter.name or "").upper()


def plain_number(number: float) -> str:
    """Return a number as text; whole ones without a point."""
    return str(int(number)) if number == int(number) else f"{number:g}"
