"""A pipeline: stages in order, from which the recipes of copies are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from augcli.pipeline.distinct import draw_distinct
from augcli.pipeline.groups import Stage, all_steps, draw_all, stage_of_settings
from augcli.pipeline.steps import Recipe, Step, StreamKey


@dataclass(frozen=True)
class Pipeline:
    """Steps and groups of steps, in the order in which they run."""

    stages: tuple[Stage, ...]

    def draw(self, seed: int, source: str, copies: int) -> list[Recipe]:
        """Return the recipes of copies 1 to ``copies`` of one source.

        ``source`` is its path relative to the root, with ``/``. The numbers of a step depend only
        on that name, the seed, the transform, and how many steps of that transform come before.
        """
        return draw_all(self.stages, (seed, source), copies)

    def draw_distinct(self, seed: int, source: str, copies: int, attempt: int = 0) -> list[Recipe]:
        """Return the recipes of copies 1 to ``copies``, without repeats as far as there are others.

        The recipes of a later ``attempt`` are others.
        """

        def draw(number: int) -> list[Recipe]:
            # The first draw has the key that a pipeline without repeats has.
            key: StreamKey = (seed, source, number) if number else (seed, source)
            return draw_all(self.stages, key, copies)

        if self.never_repeats:
            return draw(attempt)
        return draw_distinct(draw, attempt)

    @cached_property
    def never_repeats(self) -> bool:
        """Whether every recipe has a number from a continuous range, so that no two are alike."""
        return any(isinstance(stage, Step) and stage.never_repeats for stage in self.stages)

    def steps(self) -> Iterator[Step]:
        """Yield every step, those in groups too."""
        return all_steps(self.stages)

    def settings(self) -> list[dict[str, Any]]:
        """Return the pipeline as the run file keeps it."""
        return [stage.settings() for stage in self.stages]

    @classmethod
    def of_settings(cls, kept: Iterable[Mapping[str, Any]]) -> Self:
        """Return the pipeline of a run file. Raises KeyError, TypeError or ValueError."""
        return cls(tuple(map(stage_of_settings, kept)))
