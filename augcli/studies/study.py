"""The result of a study: rows with effects, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from augcli.config.pipeline_file import PipelineFile
from augcli.errors import ExitCode
from augcli.expansion.skipped_source import SkippedSource
from augcli.studies.arms import Block
from augcli.studies.model import Tuning
from augcli.studies.statistics import Effect, Metric

_FULL = 0.98  # of the photos: nothing is left to gain above
ENOUGH_HALVINGS = 10
"""Of the training photos, to tell what their own chance adds to the interval of a holdout."""


@dataclass(frozen=True)
class Row:
    """A row of the report: what a step changes, and the metric with it.

    ``strength`` is the upper end of the step's range, in a study of strengths.
    """

    block: Block
    step: str
    effect: Effect
    score: float
    strength: float = 0.0


@dataclass
class Study:
    """What was found. ``baseline`` is the metric without augmentation, with its interval.

    ``photos`` were trained on, of ``sampled`` that were chosen from ``there``; ``tested`` were
    asked about, in so many ``groups``. ``chance`` is the share of the largest class, and ``learns``
    is False if no arm is right more often, or None if too few photos were asked about to tell.
    ``apart`` says that near duplicates were kept in one fold. ``finished`` is False if the study
    was stopped: then rows are missing. ``data``, ``file`` and ``out`` are the folder, the pipeline
    and where the report is kept, and ``typed`` is the command without the flags of the pipeline,
    for the advice.
    """

    classes: tuple[str, ...]
    photos: int
    there: int
    tested: int
    held: bool
    metric: Metric
    copies: int
    repeats: int
    folds: int
    seed: int
    chance: float
    steps: list[dict[str, Any]]
    tuning: Tuning | None = None
    baseline: float = 0.0
    baseline_interval: tuple[float, float] = (0.0, 0.0)
    learns: bool | None = True
    rows: list[Row] = field(default_factory=list)
    skipped: list[SkippedSource] = field(default_factory=list)
    model: str = "kernel"
    data: str = "data"
    file: PipelineFile | None = None
    out: Path | None = None
    typed: str = "augcli study data"
    of_strengths: bool = False
    sampled: int = 0
    groups: int = 0
    apart: bool = False
    finished: bool = False
    seconds: float = 0.0

    @property
    def has_room(self) -> bool:
        """Whether there is anything left to gain."""
        return self.baseline <= _FULL

    @property
    def reaches(self) -> list[float]:
        """How far the intervals reach to either side, in order: half their widths."""
        return sorted((one.effect.high - one.effect.low) / 2 for one in self.rows)

    @property
    def could_see(self) -> float:
        """The change that half of such studies would find, in a middling row: its reach."""
        reaches = self.reaches
        return reaches[len(reaches) // 2] if reaches else 0.0

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.skipped else ExitCode.OK

    def verdict(self, row: Row) -> str:
        """Return what is said of a row: nothing where no verdict can be given."""
        return row.effect.verdict if self.learns else ""

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json`` and ``study.json``; docs/study.md describes it."""
        return {
            "photos": self.photos,
            "photos_there": self.there,
            "tested": self.tested,
            "groups": self.groups,
            "holdout": self.held,
            "classes": list(self.classes),
            "metric": self.metric,
            "copies": self.copies,
            "repeats": self.repeats,
            "folds": self.folds,
            "seed": self.seed,
            "steps": self.steps,
            "model": self.model,
            "tuning": self.tuning._asdict() if self.tuning else None,
            "baseline": round(self.baseline, 6),
            "baseline_low": round(max(self.baseline_interval[0], 0.0), 6),
            "baseline_high": round(min(self.baseline_interval[1], 1.0), 6),
            "chance": round(self.chance, 6),
            "learns": self.learns,
            "has_room": self.has_room,
            "could_see": round(self.could_see, 6),
            "finished": self.finished,
            "rows": [self._row(one) for one in self.rows],
            "problems": [one.as_json() for one in self.skipped],
            "seconds": round(self.seconds, 1),
        }

    def _row(self, row: Row) -> dict[str, Any]:
        effect = row.effect
        return {
            "block": row.block,
            "step": row.step,
            "score": round(row.score, 6),
            "change": round(effect.change, 6),
            "low": round(effect.low, 6),
            "high": round(effect.high, 6),
            "low_alone": round(effect.low_alone, 6),
            "high_alone": round(effect.high_alone, 6),
            "verdict": self.verdict(row) or None,
            "leans": effect.leans if self.learns else None,
        }

    def block(self, block: Block) -> list[Row]:
        """Return the rows of a block."""
        return [one for one in self.rows if one.block == block]

    def steps_that(self, verdict: str, block: Block = "alone") -> list[str]:
        """Return the steps of a block with a verdict."""
        return [one.step for one in self.block(block) if self.verdict(one) == verdict]


Stage = Literal["photos", "models"]
"""What a study is at: visiting photos, or fitting models."""
