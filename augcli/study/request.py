"""A request for a study: turn it into photos and settings, and carry it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from augcli.config.pipeline_file import PipelineFile
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splitting.groups import groups_by_pattern, joined
from augcli.engines.cores import usable_cores
from augcli.errors import UsageProblem
from augcli.expansion.request.near_duplicates import FindPairs, near_duplicates
from augcli.pipeline.copy_maker import CopyMaker
from augcli.study.arms import plan_of
from augcli.study.photos import Photos, choose
from augcli.study.run import OnStep, StudySettings, study
from augcli.study.statistics import Metric
from augcli.study.study import Study

MOST_PHOTOS = 2000
"""Photos to train on, by default: the time for a model grows with the third power."""


@dataclass(frozen=True, kw_only=True)
class StudyRequest:
    """The flags of ``study``, named after its parameters.

    ``find_pairs`` looks for near duplicates.
    """

    data: Path
    holdout: Path | None = None
    group_by: str | None = None
    group_near_duplicates: bool = False
    copies: int | None = None
    photos: int = MOST_PHOTOS
    repeats: int = 10
    folds: int = 5
    metric: Metric = "accuracy"
    follow_links: bool = False
    out: Path | None = None
    workers: int = field(default_factory=usable_cores)
    find_pairs: FindPairs = near_duplicates

    def run(self, maker: CopyMaker, on_step: OnStep) -> Study:
        """Carry the study out.

        Raises:
            UsageProblem: it can't be done as requested.
            EnvironmentFailure: the machine can read no file now, or a worker can't be started.
        """
        plan = plan_of(maker.pipeline)
        chosen = self.chosen()
        settings = StudySettings(
            self.copies, self.repeats, self.folds, self.metric, self.workers, self.out
        )
        found = study(chosen, maker, plan, settings, on_step)
        found.data = str(self.data)
        file = PipelineFile(maker.pipeline, maker.resampling, depth_range=maker.depth_range)
        found.file = file
        return found

    def chosen(self) -> Photos:
        """Return the photos. Raises UsageProblem if they can tell nothing."""
        dataset = Dataset(self.data, follow_links=self.follow_links)
        holdout = None
        if self.holdout is not None:
            holdout = Dataset(self.holdout, follow_links=self.follow_links, splits="classes")
        photos = choose(dataset, holdout, self.photos, self.folds)
        if photos.held:
            self._check_apart(photos)
        return replace(photos, training=tuple(self._grouped(photos.training)))

    def _grouped(self, sources: Sequence[Source]) -> Iterable[Source]:
        names = [one.name for one in sources]
        groups = {} if self.group_by is None else groups_by_pattern(names, self.group_by)
        if self.group_near_duplicates:
            groups = joined(groups, self.find_pairs(sources, self.workers))
        return [one._replace(group=groups.get(one.name, "")) for one in sources]

    def _check_apart(self, photos: Photos) -> None:
        """Raise UsageProblem if a held-out photo is also one to train on, or nearly."""
        from augcli.similarity.pairs import pairs_between  # not for --help

        names = {Path(one.path): one.name for one in (*photos.training, *photos.held)}
        training = {Path(one.path) for one in photos.training}
        held = {Path(one.path) for one in photos.held}
        shared = sorted(training & held) or [
            pair.a for pair in pairs_between(training, held, self.workers)
        ]
        if shared:
            raise UsageProblem(
                f"the holdout shares {len(shared)} photos with those to train on, such as "
                f"{names[shared[0]]}",
                "augcli check-leak shows them: take them out of one of the two",
            )
