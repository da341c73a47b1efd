"""The model is tuned in worker processes, which changes nothing and shows progress."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from augcli.studies.answer import Task
from augcli.studies.features import COLOURS
from augcli.studies.model import CANDIDATES, best_ridge
from augcli.studies.tune import TUNING_STEPS, tuned


@pytest.mark.parametrize("workers", [1, 3])
def test_the_best_candidate_is_found_whatever_the_workers(tmp_path: Path, workers: int) -> None:
    generator = np.random.default_rng(3)
    truth = generator.integers(0, 3, 20)
    raw = generator.random((20, 4, COLOURS + 30)).astype(np.float16)
    raw[:, 0, :30] += truth[:, np.newaxis] * 0.5
    np.save(tmp_path / "features.npy", raw)
    task = Task(tmp_path / "features.npy", truth, 3, 1, np.zeros((1, 20), int))
    done: list[int] = []
    found = tuned(task, workers, done.append)
    plain = raw[:, 0].astype(np.float32)
    targets = np.eye(3)[truth] - np.bincount(truth) / 20
    _, wanted = min(best_ridge(plain, targets, one) for one in CANDIDATES)
    assert (found.shape, found.ridge) == (wanted.shape, wanted.ridge)
    assert found.gamma == pytest.approx(wanted.gamma, rel=1e-4)
    assert done == list(range(1, TUNING_STEPS + 1))
