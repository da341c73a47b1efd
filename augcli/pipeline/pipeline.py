"""A pipeline: stages in order, and the recipes drawn from them, without a look at pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from augcli.pipeline.groups import Stage, all_steps, draw_all, stage_of_settings
from augcli.pipeline.steps import Recipe, Step


@dataclass(frozen=True)
class Pipeline:
    """Steps and groups of them, in the order they run."""

    stages: tuple[Stage, ...]

    def draw(self, seed: int, source: str, copies: int) -> list[Recipe]:
        """Draw the recipes of copies 1 to ``copies`` of one source.

        ``source`` is its path relative to the root, with ``/``. The numbers of a step depend on
        that name, the seed, the transform and how many of the same came before it: on nothing else.
        """
        return draw_all(self.stages, (seed, source), copies)

    def steps(self) -> Iterator[Step]:
        """Return every step there is, those of groups too."""
        return all_steps(self.stages)

    def settings(self) -> list[dict[str, Any]]:
        """Return the pipeline as the run file keeps it."""
        return [stage.settings() for stage in self.stages]

    @classmethod
    def of_settings(cls, kept: Iterable[Mapping[str, Any]]) -> Self:
        """Make the pipeline that a run file keeps. Raises KeyError, TypeError or ValueError."""
        return cls(tuple(map(stage_of_settings, kept)))
