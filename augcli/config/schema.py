"""Make the JSON schema of pipeline files from the catalogue, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Knob, Real, Whole
from augcli.config.presets import presets
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS
from augcli.pipeline.policies import POLICIES

_CHANCE = {"type": "number", "minimum": 0, "maximum": 1, "description": "How often it is applied."}
_LEVEL = {"type": "number", "minimum": 0, "maximum": 255}

_CLASS = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {
        "copies": {"type": "integer", "minimum": 0, "maximum": 9999},
        "preset": {"enum": list(presets())},
        "step": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}},
    },
}


def schema(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema, in draft 2020-12 of JSON Schema.

    ``options`` has the schema of each key that stands for an option of a run.
    """
    own: dict[str, Any] = {
        "why": {"type": "string", "description": "What it is good for, in a sentence."},
        "seed": {"type": "integer", "minimum": 0},
        "interpolation": {"enum": list(INTERPOLATIONS)},
        "depth-range": {"enum": list(DEPTH_RANGES)},
        "fill-mode": {"enum": list(FILL_MODES)},
        "fill-value": {
            "oneOf": [
                _LEVEL,
                {"type": "array", "items": _LEVEL, "minItems": 1, "maxItems": 4},
                {"type": "string", "description": "A colour, such as red or #ff0000."},
            ]
        },
        "step": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}},
        "classes": {
            "type": "object",
            "description": "What is other for single classes of expand.",
            "additionalProperties": _CLASS,
        },
    }
    for key in own.keys() & options.keys():
        own[key]["description"] = options[key]["description"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "augcli pipeline",
        "type": "object",
        "additionalProperties": False,
        "anyOf": [
            {"required": [key]}
            for key in ("step", "classes", *(key for key in options if key not in own))
        ],
        "properties": {**options, **own},
        "$defs": {"step": {"oneOf": [*map(_transform, catalogue().values()), *_others()]}},
    }


def _transform(transform: Transform) -> dict[str, Any]:
    knobs = {name.replace("_", "-"): _range(knob) for name, knob in transform.knobs.items()}
    switches = {
        name.replace("_", "-"): {"type": "boolean", "description": transform.switch_help(name)}
        for name in transform.switches
    }
    choices = {
        name.replace("_", "-"): {"enum": list(choice.words), "description": choice.help}
        for name, choice in transform.choices.items()
    }
    names = sorted({transform.name, transform.title})
    kind = {"enum": names, "description": transform.summary}
    keys = {"transform": kind, **knobs, **switches, **choices, "chance": _CHANCE}
    return _step(keys, "transform")


def _range(knob: Knob) -> dict[str, Any]:
    number: dict[str, Any] = {"type": "integer" if isinstance(knob, Whole) else "number"}
    end = number
    if isinstance(knob, Real):  # N alone is a spread, which may be larger than both ends
        end = {**number, "minimum": knob.low, "maximum": knob.high}
    both = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
    return {"description": f"{knob.rule}.", "oneOf": [number, both, {"type": "string"}]}


def _others() -> list[dict[str, Any]]:
    members = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}}
    count = {"type": "integer", "minimum": 0}
    counts = {"least": count, "most": count, "replace": {"type": "boolean"}}
    return [
        _step({"policy": {"enum": list(POLICIES)}, "chance": _CHANCE}, "policy"),
        _step({"one-of": members, "chance": _CHANCE}, "one-of"),
        _step({"some-of": members, **counts, "chance": _CHANCE}, "some-of"),
        _step({"all-of": members, "chance": _CHANCE}, "all-of"),
    ]


def _step(properties: dict[str, Any], required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }
