"""A pipeline: stages in order, from which the recipes of copies are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        return draw_all(self.stages, (seed, source), range(copies))

    def draw_distinct(self, seed: int, source: str, copies: int, attempt: int = 0) -> list[Recipe]:
        """Return the recipes of copies 1 to ``copies``, without repeats as far as there are others.

        The recipes of a later ``attempt`` are others.
        """
        wanted = range(copies)
        if self.never_repeats:
            return self._draw(seed, source, attempt, wanted)
        return draw_distinct(lambda number: self._draw(seed, source, number, wanted), attempt)

    def draw_some(
        self, seed: int, source: str, copies: Sequence[int], attempt: int = 0
    ) -> dict[int, Recipe]:
        """Return the recipes of some copies, numbered from 1, as :meth:`draw_distinct` does.

        Those before the first are drawn only if a copy might repeat one of them.
        """
        first = min(copies, default=1) if self.never_repeats else 1
        last = max(copies, default=0)
        if first > 1:
            drawn = self._draw(seed, source, attempt, range(first - 1, last))
        else:
            drawn = self.draw_distinct(seed, source, last, attempt)
        return {copy: drawn[copy - first] for copy in copies}

    def _draw(self, seed: int, source: str, number: int, copies: range) -> list[Recipe]:
        # The first draw has the key that a pipeline without repeats has.
        key: StreamKey = (seed, source, number) if number else (seed, source)
        return draw_all(self.stages, key, copies)

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
