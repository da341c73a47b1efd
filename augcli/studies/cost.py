"""Estimate how long a study takes, before it begins."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from augcli.errors import UsageProblem
from augcli.imaging.lazy import np

_PICTURE = 0.0009  # seconds of a core: to render and describe one
_SAMPLE = 600  # rows of the matrix that is inverted to see how fast this machine is
_BESIDE = 1.5  # times the inverse: kernels, and the folds of ten repeats
_TUNING = 48  # inverses, of the plain photos


def estimate(arms: int, copies: Callable[[int], int], workers: int) -> Callable[[int], float]:
    """Return a function from a number of photos to the seconds that their study takes, about.

    ``copies`` says how many copies so many photos have.
    """
    sample = np.random.default_rng(0).standard_normal((_SAMPLE, _SAMPLE))
    start = time.perf_counter()
    np.linalg.inv(sample)
    per_row = (time.perf_counter() - start) / _SAMPLE**3

    def seconds(photos: int) -> float:
        pictures = photos * (1 + arms * copies(photos)) * _PICTURE / workers
        rows = photos * (1 + copies(photos))
        rounds = math.ceil(arms / workers)
        models = rounds * _BESIDE * per_row * rows**3
        return pictures + models + _TUNING * per_row * photos**3

    return seconds


def check_minutes(photos: int, minutes: float, seconds: Callable[[int], float]) -> None:
    """Raise UsageProblem if a study takes longer than some minutes: it says how many photos fit."""
    if seconds(photos) <= 60 * minutes:
        return
    least, most = 0, photos
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if seconds(middle) <= 60 * minutes else (least, middle)
    took = seconds(photos) / 60
    raise UsageProblem(
        f"--minutes {minutes:g}: the study of {photos:,} photos takes about {took:.1f} minutes",
        f"give --photos {least}, or fewer steps" if least >= 20 else "give more, or fewer steps",
    )
