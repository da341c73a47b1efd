"""Units that people take for a knob's own, as other libraries use them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OtherUnit:
    """A unit with its ``name`` after a number, and how many of the knob's own units it has."""

    name: str
    size: float


TURNS = OtherUnit("of a turn", 360)
"""torchvision's ``hue`` and Keras' ``RandomRotation``."""

RADIANS = OtherUnit("radians", 57.29578)
"""Keras' ``shear_range`` before version 2, and most of mathematics."""

WHITE = OtherUnit("of 255", 255)
"""Libraries with levels from 0 to 1."""
