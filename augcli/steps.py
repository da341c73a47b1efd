"""Steps: a transform with its ranges and its chance, and the values drawn for each copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from augcli import rng
from augcli.drawn import Drawn, Partner, Seed, Switch, Twin
from augcli.grammar import Interval
from augcli.registry import Transform, catalogue

Fired = dict[str, Any]
"""One step as a recipe keeps it: ``{"transform": "rotation", "degrees": 12.5}``."""

Recipe = list[Fired]
"""The values drawn for one copy: the steps that fired, in the order applied. Plain JSON."""

Name = tuple[str | int, ...]
"""What random numbers are drawn by: the seed, the source, and which step of the pipeline."""


@dataclass(frozen=True)
class Step:
    """A transform with the intervals of its knobs, its switches that are on, and its chance.

    Knobs without an interval have that of their default.
    """

    transform: Transform
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()
    chance: float = 1.0

    @property
    def key(self) -> str:
        """What its numbers are drawn by, apart from its ordinal among those of the same key."""
        return self.transform.name

    def interval(self, knob: str) -> Interval:
        """Give the interval of a knob."""
        return self.intervals.get(knob) or self.transform.knobs[knob].default_interval

    def steps(self) -> Iterator[Step]:
        """Give itself: a step is the smallest stage of a pipeline."""
        yield self

    def draw(self, name: Name, copies: int) -> list[Recipe]:
        """Give what copies 1 to ``copies`` do: one step, or none where the chance said no."""
        chances = rng.half_open(rng.stream((*name, "chance"), copies))
        columns = [[(key, value) for value in values] for key, values in self._fields(name, copies)]
        fields = zip(*columns, strict=True) if columns else iter([()] * copies)
        return [
            [{"transform": self.transform.name, **dict(drawn)}] if chance < self.chance else []
            for chance, drawn in zip(chances, fields, strict=True)
        ]

    def _fields(self, name: Name, copies: int) -> Iterator[tuple[str, list[Any]]]:
        """Give, for each field of the recipe, its name and its values for all copies."""

        def positions(stream: str, count: int = 1) -> list[float]:
            return rng.closed(rng.stream((*name, stream), copies * count))

        for key, one in self.transform.parameters.items():
            match one:
                case Twin():
                    stream = one.of if one.switch in self.switches else key
                    yield key, self._numbers(one.of, positions(stream))
                case Switch():
                    if key in self.switches:
                        yield key, [True] * copies
                case Drawn():
                    yield key, one.values(positions(key, one.count))
                case Seed():
                    yield key, rng.stream((*name, key), copies)
                case Partner():
                    drawn = rng.half_open(rng.stream((*name, key), copies * one.count))
                    yield key, [drawn[i * one.count : (i + 1) * one.count] for i in range(copies)]
                case _:
                    yield (
                        one.field(key, self.interval(key).unit),
                        self._numbers(key, positions(key)),
                    )

    def _numbers(self, knob: str, positions: list[float]) -> list[float]:
        interval, at = self.interval(knob), self.transform.knobs[knob].at
        return [at(interval, position) for position in positions]

    def settings(self) -> dict[str, Any]:
        """Give the step as the run file keeps it."""
        ranges = {}
        for name, knob in self.transform.knobs.items():
            interval = self.interval(name)
            ranges[knob.field(name, interval.unit)] = [interval.low, interval.high]
        switches = dict.fromkeys(sorted(self.switches), True)
        return {"transform": self.transform.name, **ranges, **switches, "chance": self.chance}

    @classmethod
    def of_settings(cls, kept: Mapping[str, Any]) -> Self:
        """Make the step that a run file keeps. Raises KeyError, TypeError or ValueError."""
        transform = catalogue()[kept["transform"]]
        intervals = {}
        for name, knob in transform.knobs.items():
            unit = next((unit for unit in knob.units if knob.field(name, unit) in kept), "")
            low, high = kept[knob.field(name, unit)]
            intervals[name] = Interval(float(low), float(high), unit)
        switches = frozenset(name for name in transform.switches if kept.get(name))
        return cls(transform, intervals, switches, float(kept["chance"]))
