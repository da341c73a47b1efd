"""Estimate how long a study takes, before it begins."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from augcli.errors import UsageProblem
from augcli.imaging.lazy import np
from augcli.studies.bounds import FEWEST_PHOTOS

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
    fit = most_that(lambda some: seconds(some) <= 60 * minutes, photos)
    fewer = f"give --photos {fit}" if fit >= FEWEST_PHOTOS else "give more"
    raise UsageProblem(
        f"--minutes {minutes:g}: the study of {photos:,} photos takes about "
        f"{_duration(seconds(photos))}, and {fit:,} would fit",
        f"{fewer}, or fewer steps",
    )


def most_that(fits: Callable[[int], bool], photos: int) -> int:
    """Return the largest number of photos that fits, if ``photos`` are too many."""
    least, most = 0, photos
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(middle) else (least, middle)
    return least


def _duration(seconds: float) -> str:
    if seconds >= 90:
        return f"{seconds / 60:.1f} minutes"
    return f"{seconds:.0f} seconds" if seconds >= 1 else "a second"
