"""Read a project file: a pipeline, and options of expand such as data, out, copies and size."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import click

from augcli.catalogue.words import match_word
from augcli.cli.number_types import Copies, Count, Seconds
from augcli.cli.origins import FILE_ORIGINS, Origin
from augcli.cli.project_keys import example, is_path, project_keys
from augcli.cli.request import Request
from augcli.config.class_tables import CLASSES, read_class_tables
from augcli.config.location import Location
from augcli.config.parse_size import parse_size
from augcli.config.pipeline_file import PipelineFile
from augcli.config.pipeline_flags import PipelineFlags
from augcli.config.presets import presets
from augcli.config.read import parse_project, read_bytes
from augcli.errors import AugcliError, UsageProblem
from augcli.expansion.output.label_swaps import parse_swap
from augcli.storage.remote.scheme import is_url

# What click takes as text; the rest of its rules are checked by click itself.
_PARSERS: Mapping[str, Callable[[str], object]] = {"size": parse_size, "swap-labels": parse_swap}
_UNTYPED = {one.name: one.default for one in fields(PipelineFlags)}


@dataclass(frozen=True)
class ProjectFile:
    """What a file says: ``content``, and the value of each option, as click gives it, by key."""

    content: PipelineFile
    options: Mapping[str, Any]
    location: Location

    def fill(self, flags: PipelineFlags) -> PipelineFlags:
        """Return the flags of the pipeline with what the file says of those that weren't typed."""
        named = {key.replace("-", "_"): value for key, value in self.options.items()}
        free = {name for name in named if getattr(flags, name, "") == _UNTYPED.get(name)}
        return replace(flags, **{name: named[name] for name in free})


def read_project(path: Path) -> ProjectFile:
    """Return what a project file or a pipeline file says.

    Raises:
        UsageProblem: it can't be read, or breaks a rule. The message names line, key and rule.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    preset = match_word(str(path), presets())
    if preset and not path.exists():
        raise UsageProblem(f"--config {path}: there is no such file", f"type --preset {preset}")
    keys = project_keys()
    content, found, location = parse_project(read_bytes(path), str(path), [*keys, CLASSES])
    classes = read_class_tables(found.pop(CLASSES, {}), location)
    content = replace(content, classes=classes)
    if content.pipeline.stages and "preset" in found:
        raise location.problem("preset", "the file has steps too", "leave one of the two out")
    options = {key: _checked(value, key, keys[key], location) for key, value in found.items()}
    for key, value in options.items():
        if is_path(keys[key]):
            options[key] = value if is_url(value) else _beside(path, value)
    return ProjectFile(content, options, location)


def _beside(file: Path, name: str) -> Path:
    """Return a path that a file gives relative to its own folder or to the home folder.

    It is without ``..`` if possible.
    """
    home = os.path.expanduser(name)  # noqa: PTH111, Path.expanduser stops at an unknown ~user
    path = file.parent / home
    short = Path(os.path.normpath(path))
    return short if short.resolve() == path.resolve() else path  # links lead elsewhere


def use_project(context: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    """Take the options of a command that are neither typed nor variables from ``--config``."""
    if path is None or context.resilient_parsing:
        return path
    try:
        project = read_project(path)
    except AugcliError:
        context.ensure_object(Request).as_json |= _asks_for_json(path)
        raise
    values: dict[str, Any] = {}
    origins = context.meta[FILE_ORIGINS] = {}
    for parameter in context.command.params:
        key = max(parameter.opts, key=len).removeprefix("--")
        if key in project.options and parameter.name:
            values[parameter.name] = project.options[key]
            name = f"{path}, line {project.location.line(key)}: {key}"
            origins[parameter.name] = Origin(name, f'{key} = "{{}}"')
    context.default_map = values
    return path


def _asks_for_json(path: Path) -> bool:
    """Return True if a file with a mistake asks for JSON, as far as its lines show it."""
    with suppress(AugcliError):
        return re.search(rb"(?m)^\s*json\s*=\s*true\b", read_bytes(path)) is not None
    return False


def _checked(value: Any, key: str, parameter: click.Parameter, location: Location) -> Any:
    """Return the value of a key as click takes it."""
    hint = f"for example: {example(key, parameter)}"
    if key == "fill-value":  # a colour or levels, which the reader has checked
        levels = value if isinstance(value, list) else [value]
        return value if isinstance(value, str) else ",".join(f"{one:.12g}" for one in levels)
    if parameter.multiple:
        if isinstance(parameter.type, Copies) and not isinstance(value, list):
            value = [value]
        if not isinstance(value, list):
            raise location.problem(key, "must be a list", hint)
        return tuple(_checked_one(one, key, parameter, location) for one in value)
    return _checked_one(value, key, parameter, location)


def _checked_one(value: Any, key: str, parameter: click.Parameter, location: Location) -> Any:
    hint = f"for example: {example(key, parameter)}"
    value = _as_typed(value, key)
    kind, rule = _kind(parameter)
    of_class = isinstance(parameter.type, Copies) and isinstance(value, str) and "=" in value
    if type(value) not in kind and not of_class:
        raise location.problem(key, rule, hint)
    if value == "":
        raise location.problem(key, "must not be empty", hint)
    try:
        if key in _PARSERS:
            _PARSERS[key](value)
        return parameter.type.convert(value, parameter, None)
    except (click.BadParameter, AugcliError, ValueError) as error:
        from augcli.cli.mistakes.values import rule_of  # only after a mistake

        said = error.message if isinstance(error, click.BadParameter) else str(error)
        raise location.problem(key, rule_of(parameter, said), hint) from error


def _as_typed(value: Any, key: str) -> Any:
    """Return a size that is given as numbers, ``224`` or ``[224, 160]``, as it is typed."""
    sides = value if isinstance(value, list) else [value]
    is_size = key == "size" and sides and all(type(side) is int for side in sides)
    return "x".join(map(str, sides)) if is_size else value


def _kind(parameter: click.Parameter) -> tuple[tuple[type, ...], str]:
    """Return the types in TOML that a parameter takes, and the rule in words."""
    match parameter.type:
        case Count():
            return (int, str), "must be a whole number"
        case Seconds():
            return (int, float, str), "must be a number"
        case click.IntRange():
            return (int,), "must be a whole number"
        case click.FloatRange():
            return (int, float), "must be a number"
        case _ if getattr(parameter, "is_flag", False):
            return (bool,), "must be true or false"
        case _:
            return (str,), "must be text in quotes"
