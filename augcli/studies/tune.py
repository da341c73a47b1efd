"""Tune the kernel model in worker processes, which have one thread of BLAS each."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from augcli.errors import EnvironmentFailure
from augcli.imaging.lazy import np
from augcli.studies.answer import Task
from augcli.studies.model import CANDIDATES, Candidate, Tuning, best_ridge

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_LATE = ("numpy", "augcli.studies.model")
_SECONDS = 24 * 3600.0
TUNING_STEPS = len(CANDIDATES)


@dataclass(frozen=True)
class _Trying:
    """Tries candidates on the plain photos of a task."""

    task: Task

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[Candidate], tuple[float, Tuning]]:
        """Prepare a process of its own, and return the function that tries a candidate there."""
        for name in _LATE:
            importlib.import_module(name)
        task = self.task
        raw = np.load(task.features, mmap_mode="r")[:, 0].astype(np.float32)
        prior = np.bincount(task.truth, minlength=task.classes) / len(task.truth)
        targets = np.eye(task.classes)[task.truth] - prior
        return lambda candidate: best_ridge(raw, targets, candidate)


def tuned(task: Task, workers: int, on_step: Callable[[int], None]) -> Tuning:
    """Return the tuning with the least error; ``on_step`` is called with how many steps are done.

    Raises:
        EnvironmentFailure: a worker can't be started, or there is too little memory.
    """
    from augcli.engines.local import LocalEngine  # not for --help

    engine = LocalEngine(_Trying(task), _lost, min(workers, TUNING_STEPS), _SECONDS)
    found = []
    for one in engine.run(CANDIDATES):
        found.append(one)
        on_step(len(found))
    return min(found)[1]


def _lost(_candidate: Candidate, death: Died) -> tuple[float, Tuning]:
    raise EnvironmentFailure(
        f"the model could not be tuned: {death}", "give fewer --photos or --workers"
    )
