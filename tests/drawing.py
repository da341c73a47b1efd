"""Steps as they are typed, and what is drawn for them over many sources."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from augcli.catalogue.registry import catalogue
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

SOURCES = [f"hat/{number}.jpg" for number in range(1200)]
COPIES = 5


def step(name: str, *texts: str, uniform: bool = False, chance: float = 1.0) -> Step:
    transform = catalogue()[name]
    intervals = {
        knob: transform.knobs[knob].parse(text)
        for knob, text in zip(transform.knobs, texts, strict=True)
    }
    return Step(transform, intervals, frozenset(["uniform"] if uniform else []), chance)


def fired_of(wanted: Step, seed: int = 0) -> list[dict[str, Any]]:
    """Return what a step does, where it fires, to each copy of many sources."""
    drawn = [Pipeline((wanted,)).draw(seed, source, COPIES) for source in SOURCES]
    return [fired for recipes in drawn for recipe in recipes for fired in recipe]


def numbers_of(wanted: Step, field: str, seed: int = 0) -> NDArray[np.float64]:
    return np.array([fired[field] for fired in fired_of(wanted, seed)])
