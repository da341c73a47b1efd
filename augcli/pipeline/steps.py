"""Steps: transforms with ranges and a chance, from which values are drawn for each copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import repeat
from typing import Any, NamedTuple, Self

from augcli.catalogue import Transform, get
from augcli.catalogue.knobs import Whole
from augcli.catalogue.parameters import Choice, Drawn, Partner, Seed, Switch, Twin
from augcli.catalogue.ranges import Interval
from augcli.pipeline import rng

AppliedStep = dict[str, Any]
"""One step of a recipe: ``{"transform": "rotation", "degrees": 12.5}``."""

Recipe = list[AppliedStep]
"""The values drawn for one copy: the steps applied, in order. Plain JSON."""

StreamKey = tuple[str | int, ...]
"""The name of random numbers: the seed, the source, and the position in the pipeline."""


class _Field(NamedTuple):
    """A field of a recipe: its stream, and how many numbers of it each copy takes.

    ``values`` turns the numbers of all copies into a value for each copy.
    """

    name: str
    stream: str
    each: int
    values: Callable[[list[int]], Iterable[Any]]


@dataclass(frozen=True)
class Step:
    """A transform with intervals for its knobs, the switches that are on, and its chance.

    Knobs without an interval have their default interval. ``choices`` holds the words that are not
    the default ones.
    """

    transform: Transform
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()
    chance: float = 1.0
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The part of the name of its random numbers that tells stages apart."""
        return self.transform.name

    def interval(self, knob: str) -> Interval:
        """Return the interval of a knob."""
        return self.intervals.get(knob) or self.transform.knobs[knob].default_interval

    @property
    def never_repeats(self) -> bool:
        """Whether it always draws a number from a continuous range."""
        intervals = (
            self.interval(name)
            for name, knob in self.transform.knobs.items()
            if not isinstance(knob, Whole)
        )
        return self.chance >= 1 and any(one.low < one.high for one in intervals)

    def steps(self) -> Iterator[Step]:
        """Yield the step itself: it is the smallest stage of a pipeline."""
        yield self

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        """Return the recipes of some copies, counted from 0: one step each, or none by chance."""
        transform = self.transform.name
        made: list[AppliedStep] = [{"transform": transform} for _ in copies]
        for key, stream, each, values in self._fields:
            numbers = rng.of_copies((*name, stream), copies, each)
            for fired, value in zip(made, values(numbers), strict=False):
                fired[key] = value
        if self.chance >= 1:
            return [[fired] for fired in made]
        chances = rng.half_open(rng.of_copies((*name, "chance"), copies))
        return [
            [fired] if chance < self.chance else []
            for fired, chance in zip(made, chances, strict=True)
        ]

    @cached_property
    def _fields(self) -> list[_Field]:
        """The fields of the recipe, and how each is drawn."""
        fields = []
        for key, one in self.transform.parameters.items():
            match one:
                case Twin():
                    stream = one.of if one.switch in self.switches else key
                    fields.append(_Field(key, stream, 1, self._at(one.of)))
                case Switch():
                    if key in self.switches:
                        fields.append(_Field(key, key, 0, _on))
                case Choice():
                    if key in self.choices:
                        fields.append(_Field(key, key, 0, partial(_always, self.choices[key])))
                case Drawn():
                    fields.append(_Field(key, key, one.count, partial(_drawn, one)))
                case Seed():
                    fields.append(_Field(key, key, 1, list))
                case Partner():
                    fields.append(_Field(key, key, one.count, partial(_places, one)))
                case _:
                    named = one.field(key, self.interval(key).unit)
                    fields.append(_Field(named, key, 1, self._at(key)))
        return fields

    def _at(self, knob: str) -> Callable[[list[int]], list[float]]:
        return partial(_numbers, self.transform.knobs[knob].at, self.interval(knob))

    def settings(self) -> dict[str, Any]:
        """Return the step as the run file keeps it."""
        ranges = {}
        for name, knob in self.transform.knobs.items():
            interval = self.interval(name)
            ranges[knob.field(name, interval.unit)] = [interval.low, interval.high]
        switches = dict.fromkeys(sorted(self.switches), True)
        return {
            "transform": self.transform.name,
            **ranges,
            **switches,
            **self.choices,
            "chance": self.chance,
        }

    @classmethod
    def of_settings(cls, kept: Mapping[str, Any]) -> Self:
        """Return the step that a run file describes. Raises KeyError, TypeError or ValueError."""
        transform = get(kept["transform"])
        intervals = {}
        for name, knob in transform.knobs.items():
            unit = next((unit for unit in knob.units if knob.field(name, unit) in kept), "")
            low, high = kept[knob.field(name, unit)]
            intervals[name] = Interval(float(low), float(high), unit)
        switches = frozenset(name for name in transform.switches if kept.get(name))
        choices = {
            name: one.check(kept[name]) for name, one in transform.choices.items() if name in kept
        }
        return cls(transform, intervals, switches, float(kept["chance"]), choices)


# Functions of the module, not closures: a step is pickled for other processes.
def _numbers(
    at: Callable[[Interval, float], float], interval: Interval, numbers: list[int]
) -> list[float]:
    return [at(interval, position) for position in rng.closed(numbers)]


def _drawn(one: Drawn, numbers: list[int]) -> Iterable[float | list[float]]:
    return one.values(rng.closed(numbers))


def _places(one: Partner, numbers: list[int]) -> list[list[float]]:
    places = rng.half_open(numbers)
    return [places[i : i + one.count] for i in range(0, len(places), one.count)]


def _on(_: list[int]) -> Iterable[bool]:
    return repeat(True)


def _always(word: str, _: list[int]) -> Iterable[str]:
    return repeat(word)
