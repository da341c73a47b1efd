"""Read the ``[classes.NAME]`` tables of a project file: what is other for one class."""

from __future__ import annotations

from typing import Any

from augcli.catalogue.words import match_word
from augcli.config.location import Location
from augcli.config.pipeline_file import ClassTable
from augcli.config.presets import load, presets
from augcli.config.stages import read_stage
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.names import canonical

CLASSES = "classes"
"""The key of the tables."""

_KEYS = ("copies", "preset", "step")
_EXAMPLE = 'for example: [classes.hat], and below it copies = 12 or preset = "digits"'
_MOST_COPIES = 9999
_MOST_STEPS = 1000


def read_class_tables(tables: Any, location: Location) -> tuple[ClassTable, ...]:
    """Return what a file says of single classes, by name. Raises UsageProblem."""
    if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
        raise location.problem("classes", "a class is a table", _EXAMPLE)
    return tuple(_read(canonical(name), tables[name], location) for name in sorted(tables))


def _read(name: str, table: dict[str, Any], location: Location) -> ClassTable:
    location = location.inside(f"classes.{name}")
    unknown = next((key for key in table if key not in _KEYS), None)
    if unknown is not None:
        hint = f"the keys of a class are {', '.join(_KEYS)}"
        raise location.problem(unknown[:80], "no such key", hint)
    if not table:
        raise location.problem("", "the class has no keys", _EXAMPLE)
    return ClassTable(name, _copies(table, location), _pipeline(table, location))


def _copies(table: dict[str, Any], location: Location) -> int | None:
    copies = table.get("copies")
    if copies is not None and (type(copies) is not int or not 0 <= copies <= _MOST_COPIES):
        rule = f"must be a whole number from 0 to {_MOST_COPIES:,}"
        raise location.problem("copies", rule, "for example: copies = 12; 0 makes none")
    return copies


def _pipeline(table: dict[str, Any], location: Location) -> Pipeline | None:
    steps, preset = table.get("step"), table.get("preset")
    if preset is not None:
        if steps is not None:
            raise location.problem("preset", "the class has steps too", "leave one of the two out")
        name = match_word(preset, presets()) if isinstance(preset, str) else None
        if name is None:
            hint = f"the presets are {', '.join(presets())}"
            raise location.problem("preset", "no such preset", hint)
        return load(name).pipeline
    if steps is None:
        return None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        hint = f'start each with a line "[[{location.inner}.step]]"'
        raise location.problem("step", "steps are tables", hint)
    if not 1 <= len(steps) <= _MOST_STEPS:
        rule = f"a pipeline has 1 to {_MOST_STEPS} steps, and this has {len(steps)}"
        raise location.problem("step", rule, "a class without copies has copies = 0")
    return Pipeline(tuple(read_stage(step, location) for step in steps))
