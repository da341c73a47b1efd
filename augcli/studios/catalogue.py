"""Describe what can be chosen on the page: transforms with their knobs, policies, presets."""

from __future__ import annotations

from functools import cache
from typing import Any

from augcli.catalogue import GROUPS, Switch, Transform, Whole, catalogue
from augcli.catalogue.description import Description, KnobDescription
from augcli.catalogue.knobs import Knob
from augcli.config.presets import load, presets
from augcli.errors import BadValue
from augcli.imaging.depth_range import DEPTH_RANGES
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.policies import POLICIES
from augcli.studios.pictures import picture_names
from augcli.studios.state import as_state


@cache
def catalogue_for_page() -> dict[str, Any]:
    """Return all that can be chosen, as JSON; transforms in the order in which flags run."""
    return {
        "groups": [{"name": name, "title": name.capitalize()} for name in GROUPS],
        "transforms": [_transform(one) for one in catalogue().values()],
        "policies": [{"name": name, "summary": about} for name, about in POLICIES.items()],
        "presets": [_preset(name) for name in presets()],
        "options": _options(),
    }


def _transform(one: Transform) -> dict[str, Any]:
    about = Description.of(one)
    picture = f"/pictures/{one.name}.jpg" if one.name in picture_names() else None
    return {
        "name": one.title,
        "title": one.title,
        "group": one.group,
        "summary": about.summary,
        "helps": _plain(about.helps),
        "harms": _plain(about.harms),
        "notes": list(map(_plain, about.notes)),
        "classic": one.classic,
        "chance": one.chance,
        "picture": picture,
        "mixes": bool(one.partners),
        "knobs": [_knob(one, knob) for knob in about.knobs],
        "switches": [_switch(one, name) for name in one.switches],
        "choices": [_choice(one, name) for name in one.choices],
    }


def _knob(one: Transform, about: KnobDescription) -> dict[str, Any]:
    knob = one.knobs[about.name]
    limits = getattr(knob, "limits", {})
    least = getattr(knob, "least", 0)
    units = {
        unit: {"low": least * most, "high": most, "suffix": "px"}
        for unit, most in limits.items()
        if unit == "pixels"
    }
    return {
        "name": _key(about.name),
        "label": one.label(about.name),
        "flag": about.flag,
        "rule": about.rule,
        "unit": about.unit,
        "low": about.low,
        "high": about.high,
        "neutral": about.neutral,
        "default": list(about.default),
        "whole": isinstance(knob, Whole),
        "percents": _reads_percents(knob),
        "units": units,
    }


def _reads_percents(knob: Knob) -> bool:
    """Return whether 10% can be typed for 0.1."""
    low, high = (f"{100 * end:.12g}%" for end in knob.default)
    try:
        return knob.parse(f"{low},{high}") == knob.default_interval
    except BadValue:
        return False


def _switch(one: Transform, name: str) -> dict[str, Any]:
    switch = one.only(Switch).get(name)
    return {
        "name": _key(name),
        "label": name.replace("_", " "),
        "flag": one.switches[name],
        "help": one.switch_help(name),
        "excludes": _key(switch.excludes) if switch and switch.excludes else None,
    }


def _choice(one: Transform, name: str) -> dict[str, Any]:
    choice = one.choices[name]
    return {
        "name": _key(name),
        "label": name.replace("_", " "),
        "flag": one.knob_flag(name),
        "words": list(choice.words),
        "help": choice.help,
    }


def _plain(marked: str) -> str:
    # The marks are for docs/transforms.md, which is made from the same text.
    return marked.replace("``", "")


def _key(name: str) -> str:
    return name.replace("_", "-")


def _preset(name: str) -> dict[str, Any]:
    file = load(name)
    return {"name": name, "why": file.why, "state": as_state(file)}


def _options() -> list[dict[str, Any]]:
    plain = Resampling()
    texts = {
        "fill-mode": (FILL_MODES, plain.fill_mode, "What to show beyond the edges."),
        "fill-value": (None, 0, "The level or colour for the fill mode constant, 0 to 255."),
        "interpolation": (INTERPOLATIONS, plain.interpolation, "How to sample between pixels."),
        "depth-range": (DEPTH_RANGES, "full", "What white is in 16-bit pictures."),
    }
    return [
        {"name": name, "words": words and list(words), "default": default, "help": about}
        for name, (words, default, about) in texts.items()
    ]
