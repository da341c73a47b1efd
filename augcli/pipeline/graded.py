"""Graded steps: a value that a paper's formula makes of a level, drawn for each copy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from augcli.catalogue import Transform, get
from augcli.catalogue.ranges import Interval
from augcli.pipeline import rng
from augcli.pipeline.steps import Recipe, Step, StreamKey


@dataclass(frozen=True)
class Formula:
    """The value of an operation at each level: ``base``, and ``most`` more at the level ``top``.

    With ``whole`` the part that the level adds is cut to a whole number, as by Python's ``int``.
    """

    base: float
    most: float
    top: float
    whole: bool = False

    def at(self, level: float) -> float:
        """Return the value at a level from 0 to ``top``."""
        added = level * self.most / self.top
        return float(self.base + (math.trunc(added) if self.whole else added))


@dataclass(frozen=True)
class Levels:
    """The levels to draw from, all equally likely: any number, or whole numbers with both ends."""

    low: float
    high: float
    whole: bool = False

    def at(self, position: float) -> float:
        """Return the level at ``position`` in [0, 1) of the way through."""
        if self.whole:
            return self.low + math.floor(position * (self.high - self.low + 1))
        return self.low + position * (self.high - self.low)


@dataclass(frozen=True)
class Graded:
    """A transform of one knob, with the value of a formula at a level drawn for each copy.

    ``unit`` is that of the value, if the knob has a choice.
    """

    transform: Transform
    formula: Formula
    levels: Levels
    unit: str = ""

    @property
    def key(self) -> str:
        return self.transform.name

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        ((name_of_knob, knob),) = self.transform.knobs.items()
        field = knob.field(name_of_knob, self.unit)
        positions = rng.half_open(rng.of_copies((*name, "level"), copies))
        values = (self.formula.at(self.levels.at(position)) for position in positions)
        return [
            [{"transform": self.transform.name, field: knob.at(Interval(value, value), 0.0)}]
            for value in values
        ]

    def steps(self) -> Iterator[Step]:
        """Yield a step with all values between those of the lowest and the highest level."""
        ends = sorted(map(self.formula.at, (self.levels.low, self.levels.high)))
        (knob,) = self.transform.knobs
        yield Step(self.transform, {knob: Interval(ends[0], ends[1], self.unit)})

    def settings(self) -> dict[str, Any]:
        return {
            "graded": self.transform.name,
            "formula": asdict(self.formula),
            "levels": asdict(self.levels),
            "unit": self.unit,
        }

    @classmethod
    def of_settings(cls, kept: Mapping[str, Any]) -> Self:
        """Return the stage that a run file describes. Raises KeyError, TypeError or ValueError."""
        formula, levels = Formula(**kept["formula"]), Levels(**kept["levels"])
        return cls(get(kept["graded"]), formula, levels, str(kept["unit"]))
