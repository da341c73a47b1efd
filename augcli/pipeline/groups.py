"""Groups of steps: all of them, some of them chosen for each copy, or a blend."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from augcli.pipeline import rng
from augcli.pipeline.graded import Graded
from augcli.pipeline.steps import Recipe, Step, StreamKey


class Stage(Protocol):
    """A part of a pipeline: a step, or a group of stages."""

    @property
    def key(self) -> str:
        """The part of the name of its random numbers that tells stages apart."""

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        """Return the recipes of some copies, counted from 0."""

    def steps(self) -> Iterator[Step]:
        """Yield every step in the stage."""

    def settings(self) -> dict[str, Any]:
        """Return the stage as the run file keeps it."""


def draw_all(stages: Iterable[Stage], name: StreamKey, copies: range) -> list[Recipe]:
    """Return the recipes of stages that run one after the other, one for each copy from 0.

    The numbers of a stage depend on the name, its key, and how many stages of that key come before.
    """
    seen: Counter[str] = Counter()
    recipes: list[Recipe] = [[] for _ in copies]
    for stage in stages:
        drawn = stage.draw((*name, stage.key, seen[stage.key]), copies)
        seen[stage.key] += 1
        for recipe, fired in zip(recipes, drawn, strict=True):
            recipe.extend(fired)
    return recipes


def all_steps(stages: Iterable[Stage]) -> Iterator[Step]:
    """Yield every step of some stages."""
    for stage in stages:
        yield from stage.steps()


@dataclass(frozen=True)
class AllOf:
    """Stages that run in order: all of them with probability ``chance``, else none."""

    stages: tuple[Stage, ...]
    chance: float = 1.0
    key = "all_of"

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        chances = rng.half_open(rng.of_copies((*name, "chance"), copies))
        recipes = draw_all(self.stages, name, copies)
        return [
            recipe if chance < self.chance else []
            for recipe, chance in zip(recipes, chances, strict=True)
        ]

    def steps(self) -> Iterator[Step]:
        return all_steps(self.stages)

    def settings(self) -> dict[str, Any]:
        return {"all_of": [one.settings() for one in self.stages], "chance": self.chance}


@dataclass(frozen=True)
class SomeOf:
    """From ``least`` to ``most`` of some stages, chosen for each copy, with probability ``chance``.

    They run in the order of ``stages``. With ``replace`` they run in the order chosen, and a stage
    may be chosen again, with other numbers.
    """

    stages: tuple[Stage, ...]
    least: int = 1
    most: int = 1
    chance: float = 1.0
    replace: bool = False
    key = "some_of"

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        @cache
        def drawn(slot: int, index: int) -> list[Recipe]:
            return self.stages[index].draw((*name, slot, index), copies)

        chances = rng.half_open(rng.of_copies((*name, "chance"), copies))
        recipes: list[Recipe] = [[] for _ in copies]
        for copy, choices in enumerate(self._choices(name, copies)):
            if chances[copy] < self.chance:
                for slot, index in choices:
                    recipes[copy] += drawn(slot, index)[copy]
        return recipes

    def _choices(self, name: StreamKey, copies: range) -> Iterator[list[tuple[int, int]]]:
        """Yield the stages that each copy runs, as (slot, index of the stage).

        With ``replace`` each choice has a slot of its own, so that a stage chosen twice draws other
        numbers; otherwise all have slot 0.
        """
        positions = rng.half_open(rng.of_copies((*name, "count"), copies))
        each = self.most if self.replace else len(self.stages)
        numbers = rng.half_open(rng.of_copies((*name, "choice"), copies, each))
        for copy, position in enumerate(positions):
            count = self.least + int(position * (self.most - self.least + 1))
            own = numbers[copy * each : (copy + 1) * each]
            if self.replace:
                yield [(slot, int(own[slot] * len(self.stages))) for slot in range(count)]
            else:
                lowest = sorted(range(each), key=own.__getitem__)[:count]
                yield [(0, index) for index in sorted(lowest)]

    def steps(self) -> Iterator[Step]:
        return all_steps(self.stages)

    def settings(self) -> dict[str, Any]:
        return {
            "some_of": [one.settings() for one in self.stages],
            "least": self.least,
            "most": self.most,
            "chance": self.chance,
            "replace": self.replace,
        }


@dataclass(frozen=True)
class Blend:
    """A blend of the picture with the results of some stages, by drawn weights.

    The total weight of the stages is Beta(1, 1), uniform in [0, 1]. Dirichlet(1, ..., 1) divides it
    among them.
    """

    stages: tuple[Stage, ...]
    key = "blend"

    def draw(self, name: StreamKey, copies: range) -> list[Recipe]:
        chains = [stage.draw((*name, index), copies) for index, stage in enumerate(self.stages)]
        shares = rng.closed(rng.of_copies((*name, "share"), copies))
        each = len(self.stages)
        weights = rng.half_open(rng.of_copies((*name, "weights"), copies, each))
        recipes: list[Recipe] = []
        for copy, share in enumerate(shares):
            parts = [-math.log(1 - u) for u in weights[copy * each : (copy + 1) * each]]
            divided = [share * part / (sum(parts) or 1) for part in parts]
            own = [chain[copy] for chain in chains]
            recipes.append([{"transform": self.key, "weights": divided, "chains": own}])
        return recipes

    def steps(self) -> Iterator[Step]:
        return all_steps(self.stages)

    def settings(self) -> dict[str, Any]:
        return {"blend": [one.settings() for one in self.stages]}


def stage_of_settings(kept: Mapping[str, Any]) -> Stage:
    """Return the stage that a run file describes. Raises KeyError, TypeError or ValueError."""

    def stages(key: str) -> tuple[Stage, ...]:
        return tuple(map(stage_of_settings, kept[key]))

    if "all_of" in kept:
        return AllOf(stages("all_of"), kept["chance"])
    if "some_of" in kept:
        counts = int(kept["least"]), int(kept["most"])
        return SomeOf(stages("some_of"), *counts, kept["chance"], kept["replace"])
    if "blend" in kept:
        return Blend(stages("blend"))
    if "graded" in kept:
        return Graded.of_settings(kept)
    return Step.of_settings(kept)
