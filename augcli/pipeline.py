"""Steps in order; drawing a recipe from them, without pixels; applying a recipe, without chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from augcli import rng
from augcli.image import Frame
from augcli.kinds import IDENTITY, Effect, Homography
from augcli.knobs import Interval
from augcli.registry import Transform, catalogue

if TYPE_CHECKING:
    from augcli.canvas import Canvas
    from augcli.image import Image
    from augcli.resampling import Resampling

Fired = dict[str, Any]
"""One step as a recipe keeps it: ``{"transform": "rotation", "degrees": 12.5}``."""

Recipe = list[Fired]
"""The values drawn for one copy: the steps that fired, in the order applied. Plain JSON."""


@dataclass(frozen=True)
class Step:
    """A transform with the intervals of its knobs, its switches that are on, and its chance."""

    transform: Transform
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()
    chance: float = 1.0

    def draw(self, name: tuple[str | int, ...], copies: int) -> list[Fired | None]:
        """Give what copies 1 to ``copies`` do; None where the chance said no."""
        chances = rng.half_open(rng.stream((*name, "chance"), copies))
        columns = [
            [(key, interval.at(position)) for position in self._positions(name, knob, copies)]
            for key, knob, interval in self._fields()
        ]
        fired = zip(*columns, strict=True) if columns else iter([()] * copies)
        return [
            {"transform": self.transform.name, **dict(fields)} if chance < self.chance else None
            for chance, fields in zip(chances, fired, strict=True)
        ]

    def _fields(self) -> Iterator[tuple[str, str, Interval]]:
        """Give, for each field of the recipe, its name, whose stream feeds it, and its interval."""
        for name, knob in self.transform.knobs.items():
            interval = self.intervals[name]
            yield knob.field(name, interval.unit), name, interval
        for name, twin in self.transform.twins.items():
            yield name, twin.of if twin.switch in self.switches else name, self.intervals[twin.of]

    def _positions(self, name: tuple[str | int, ...], knob: str, copies: int) -> list[float]:
        return rng.closed(rng.stream((*name, knob), copies))

    def settings(self) -> dict[str, Any]:
        """Give the step as the run file keeps it."""
        ranges = {
            knob.field(name, self.intervals[name].unit): [
                self.intervals[name].low,
                self.intervals[name].high,
            ]
            for name, knob in self.transform.knobs.items()
        }
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
        switches = {twin.switch for twin in transform.twins.values() if kept.get(twin.switch)}
        return cls(transform, intervals, frozenset(switches), float(kept["chance"]))


@dataclass(frozen=True)
class Pipeline:
    """Steps, in the order they run."""

    steps: tuple[Step, ...]

    def draw(self, seed: int, source: str, copies: int) -> list[Recipe]:
        """Draw the recipes of copies 1 to ``copies`` of one source.

        ``source`` is its path relative to the root, with ``/``. The numbers of a step depend on
        that name, the seed, the transform and how many of the same came before it: on nothing else.
        """
        seen: Counter[str] = Counter()
        columns: list[list[Fired | None]] = []
        for step in self.steps:
            transform = step.transform.name
            columns.append(step.draw((seed, source, transform, seen[transform]), copies))
            seen[transform] += 1
        return [
            [column[copy] for column in columns if column[copy] is not None]  # type: ignore[misc]
            for copy in range(copies)
        ]

    def settings(self) -> list[dict[str, Any]]:
        """Give the pipeline as the run file keeps it."""
        return [step.settings() for step in self.steps]


def render(canvas: Canvas, recipe: Recipe, resampling: Resampling) -> Image:
    """Apply a recipe to a source: the picture of one copy."""
    image = canvas.image
    effects = [_effect(fired, image.frame) for fired in recipe]
    if canvas.leave:
        # Right after the last change of geometry, so that they are one resampling.
        last = max((i for i, e in enumerate(effects) if isinstance(e, Homography)), default=-1)
        effects.insert(last + 1, canvas.leave)
    first, *others = fuse(effects) or [Homography(IDENTITY)]
    if isinstance(first, Homography):
        image, first = canvas.sampled_by(first)
    for effect in (first, *others):
        image = effect.apply(image, resampling)
    return image


def fuse(effects: list[Effect]) -> list[Effect]:
    """Join neighbours of the same kind."""
    fused: list[Effect] = []
    for effect in effects:
        if fused and type(fused[-1]) is type(effect):
            fused[-1] = fused[-1].then(effect)
        else:
            fused.append(effect)
    return fused


def _effect(fired: Fired, frame: Frame) -> Effect:
    fields = {name: value for name, value in fired.items() if name != "transform"}
    return catalogue()[fired["transform"]].effect(fields, frame)
