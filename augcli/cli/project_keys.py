"""The keys of a project file that stand for options of expand, from the options themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

import click

from augcli.cli import load_command
from augcli.cli.number_types import Copies, Count, Seconds
from augcli.config.pipeline_flags import transform_flags
from augcli.expansion.output.amount import Amount

# They say what to do this once, or are another spelling of the file.
_NOT_IN_A_FILE = {
    *("--dry-run", "--overwrite", "--shard"),
    *("--config", "--save-config", "--help", "--help-all"),
}
_HELP = {
    "data": "The dataset. Relative to the folder of this file.",
    "out": "The folder to write to. Relative to the folder of this file.",
}
_EXAMPLES = {
    "copies": "5",
    "size": "224x224",
    "swap-labels": "left=right",
    "chance": "rotation=0.5",
    "balance": "largest",
    "split": "val=0.2",
    "group-by": r"(patient\\d+)",
    "labels": "labels.csv",
    "groups": "groups.csv",
    "include": "*.jpg",
    "exclude": "*.jpg",
}


@cache
def project_keys() -> dict[str, click.Parameter]:
    """Return the parameter of expand that each key stands for: flags without dashes, and DATA, OUT.

    Transforms have no keys: they are steps.
    """
    others = transform_flags() | _NOT_IN_A_FILE
    found = {}
    for parameter in load_command("expand").params:
        flag = max(parameter.opts, key=len)
        if flag not in others:
            found[flag.removeprefix("--")] = parameter
    return found


def is_path(parameter: click.Parameter) -> bool:
    """Return True if the values of a parameter are paths, which are relative to the file."""
    return isinstance(parameter.type, click.Path)


def key_schemas() -> dict[str, Any]:
    """Return the JSON schema of each key."""
    return {key: _schema(key, parameter) for key, parameter in project_keys().items()}


def _schema(key: str, parameter: click.Parameter) -> dict[str, Any]:
    help_text = _HELP.get(key) or getattr(parameter, "help", None)
    default = parameter.default
    shown = {"default": default} if isinstance(default, (str, int, float)) else {}
    kind = _kind(parameter)
    if isinstance(parameter.type, (Count, Seconds)):  # 64M and 2min
        kind["type"] = [kind["type"], "string"]
    if key == "size":
        kind = {"type": ["string", "integer", "array"]}
    if isinstance(parameter.type, Copies):
        several = {"type": "array", "items": {"type": ["integer", "string"]}}
        kind = {"oneOf": [kind, several], "default": Amount.copies}
    elif parameter.multiple:
        kind = {"type": "array", "items": kind}
    return {**kind, "description": help_text, **shown}


def example(key: str, parameter: click.Parameter) -> str:
    """Return a line of a file that sets a key."""
    match parameter.type:
        case click.Choice(choices=choices):
            return f'{key} = "{next(iter(choices))}"'
        case click.IntRange() | click.FloatRange():
            default = parameter.default
            usual = _EXAMPLES.get(key, "1")
            return f"{key} = {default if isinstance(default, (int, float)) else usual}"
        case _ if _kind(parameter)["type"] == "boolean":
            return f"{key} = true"
        case _:
            text = _EXAMPLES.get(key, key)
            return f'{key} = ["{text}"]' if parameter.multiple else f'{key} = "{text}"'


def _kind(parameter: click.Parameter) -> dict[str, Any]:
    """Return the JSON schema of one value."""
    match parameter.type:
        case click.Choice(choices=choices):
            return {"enum": list(choices)}
        case click.IntRange(min=low, max=high):
            return {"type": "integer"} | _ends(low, high)
        case click.FloatRange(min=low, max=high):
            return {"type": "number"} | _ends(low, high)
        case _ if getattr(parameter, "is_flag", False):
            return {"type": "boolean"}
        case _:
            return {"type": "string"}


def _ends(low: float | None, high: float | None) -> dict[str, float]:
    ends = {"minimum": low, "maximum": high}
    return {name: end for name, end in ends.items() if end is not None}
