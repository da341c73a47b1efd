"""A request for a study: turn it into photos and settings, and carry it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from augcli.config.pipeline_file import PipelineFile
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splitting.groups import groups_by_pattern, joined
from augcli.engines.cores import usable_cores
from augcli.expansion.request.near_duplicates import FindPairs, near_duplicates
from augcli.pipeline.copy_maker import CopyMaker
from augcli.studies.arms import Plan, plan_of
from augcli.studies.bounds import check_is_time
from augcli.studies.cost import check_minutes, estimate
from augcli.studies.enough import check_enough
from augcli.studies.holdout import check_no_group_shared, check_no_photo_shared
from augcli.studies.memory import check_memory, needed
from augcli.studies.output_folder import check_out, make_out
from augcli.studies.photos import Photos, check_units, choose
from augcli.studies.run import OnStep, StudySettings, study
from augcli.studies.statistics import Metric
from augcli.studies.strengths import plan_of_strengths
from augcli.studies.study import Study
from augcli.studies.user_model import KERNEL, load

MOST_PHOTOS = 2000
"""Photos to train on, by default: the time for a model grows with the third power."""


class Prepared(NamedTuple):
    """What a study is made of, checked."""

    photos: Photos
    maker: CopyMaker
    plan: Plan
    settings: StudySettings


@dataclass(frozen=True, kw_only=True)
class StudyRequest:
    """The flags of ``study``, named after its parameters.

    ``chance`` is that of the step of ``strengths``, as typed, and ``find_pairs`` looks for near
    duplicates.
    """

    data: Path
    holdout: Path | None = None
    group_by: str | None = None
    group_near_duplicates: bool = False
    copies: int | None = None
    photos: int = MOST_PHOTOS
    repeats: int = 10
    folds: int | None = None
    metric: Metric = "accuracy"
    model: str = KERNEL
    strengths: str | None = None
    chance: tuple[str, ...] = ()
    minutes: float | None = None
    follow_links: bool = False
    out: Path | None = None
    workers: int = field(default_factory=usable_cores)
    find_pairs: FindPairs = near_duplicates

    def prepared(self, maker: CopyMaker) -> Prepared:
        """Return what is to be done, after checks that need no model.

        Raises:
            UsageProblem: it can't be done as requested.
            EnvironmentFailure: a folder can't be listed.
        """
        if self.minutes is not None:
            check_is_time(self.minutes)
        if self.out is not None:
            check_out(self.out, filter(None, (self.data, self.holdout)))
        if self.model != KERNEL:
            load(self.model)  # what is wrong with it is told before any work
        if self.strengths:
            plan = plan_of_strengths(self.strengths, self.chance)
        else:
            plan = plan_of(maker.pipeline)
        photos = self.chosen()
        settings = self._settings()
        self._check_cost(len(photos.training), len(plan.arms), settings.copies_of)
        return Prepared(photos, maker, plan, settings)

    def run(self, prepared: Prepared, on_step: OnStep) -> Study:
        """Carry the study out.

        Raises:
            UsageProblem: too few photos can be read, or the model of the user fails.
            EnvironmentFailure: the machine can read no file now, or a worker can't be started.
        """
        if self.out is not None:
            make_out(self.out)
        found = study(*prepared, on_step)
        found.apart = self.group_near_duplicates
        found.data, found.out, found.of_strengths = str(self.data), self.out, bool(self.strengths)
        if not self.strengths:
            maker = prepared.maker
            depth = maker.depth_range
            found.file = PipelineFile(maker.pipeline, maker.resampling, depth_range=depth)
        return found

    def _check_cost(self, photos: int, arms: int, copies: Callable[[int], int]) -> None:
        """Raise UsageProblem if there is too little memory or time for so many photos."""
        if self.model == KERNEL:
            check_memory(photos, min(self.workers, arms), needed(copies))
        if self.minutes is not None:
            check_minutes(photos, self.minutes, estimate(arms, copies, self.workers))

    def _settings(self) -> StudySettings:
        return StudySettings(
            self.copies,
            self.repeats,
            self.metric,
            self.workers,
            self.out,
            self.model,
        )

    def chosen(self) -> Photos:
        """Return the photos. Raises UsageProblem if they can tell nothing."""
        dataset = Dataset(self.data, follow_links=self.follow_links)
        holdout = None
        if self.holdout is not None:
            holdout = Dataset(self.holdout, follow_links=self.follow_links, splits="classes")
        photos = choose(dataset, holdout, self.photos, self.folds)
        if photos.held:
            check_no_photo_shared(photos, self.workers)
            if self.group_by is not None:
                check_no_group_shared(photos, self.group_by)
        photos = self._grouped(photos)
        check_units(photos.training, photos.classes, photos.folds, can_fold=not photos.held)
        check_enough(photos.training, photos.held)
        return photos

    def _grouped(self, photos: Photos) -> Photos:
        names = [one.name for one in (*photos.training, *photos.held)]
        groups = {} if self.group_by is None else groups_by_pattern(names, self.group_by)
        return replace(
            photos,
            training=self._joined(photos.training, groups),
            held=self._joined(photos.held, groups),
        )

    def _joined(self, sources: Sequence[Source], groups: Mapping[str, str]) -> tuple[Source, ...]:
        """Return sources with their groups, those of near duplicates joined if that is asked."""
        if self.group_near_duplicates and sources:
            groups = joined(groups, self.find_pairs(sources, self.workers))
        return tuple(one._replace(group=groups.get(one.name, "")) for one in sources)
