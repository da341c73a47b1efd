"""Tell beforehand whether the machine can hold the models, and say so if it could not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from augcli.errors import EnvironmentFailure, UsageProblem, is_lack_of_memory
from augcli.studies.cost import most_that

FEWER = "give fewer --photos, --copies or --workers"
"""The way out if there is too little memory."""

_ROW_PAIR = 36  # bytes: the kernel matrix, its inverse, and what is between them, as measured
_ROW = 3 * 1956 * 4  # bytes: the features of a row, scaled
_LIBRARIES = 300_000_000  # bytes


def needed(copies: Callable[[int], int]) -> Callable[[int], int]:
    """Return a function from a number of photos to the bytes that fitting a model takes, about.

    ``copies`` says how many copies so many photos have.
    """

    def of(photos: int) -> int:
        rows = photos * (1 + copies(photos))
        return rows * (_ROW_PAIR * rows + _ROW) + _LIBRARIES

    return of


def check_memory(photos: int, workers: int, needed: Callable[[int], int]) -> None:
    """Raise UsageProblem if the machine can't hold so many models: it says how many photos fit."""
    room = room_of_a_process(workers)
    if needed(photos) <= room:
        return
    fit = most_that(lambda some: needed(some) <= room, photos)
    raise UsageProblem(
        f"the models of {photos:,} photos and their copies need {needed(photos) / 1e9:.1f} GB in "
        f"each of {workers} workers, and there are {room / 1e9:.1f} GB for each",
        f"give --photos {fit}, or fewer --copies or --workers",
    )


def room_of_a_process(workers: int) -> float:
    """Return the bytes that each of some workers can have at most, by the machine and its limits.

    It is infinite where the system doesn't tell.
    """
    if sys.platform == "win32":
        return float("inf")
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    limit = float("inf") if soft == resource.RLIM_INFINITY else soft
    return min(limit, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / workers)


@contextmanager
def told_of_memory() -> Iterator[None]:
    """Raise EnvironmentFailure if memory runs out in the block."""
    try:
        yield
    except Exception as error:
        if not is_lack_of_memory(error):
            raise
        raise EnvironmentFailure(
            "there is not enough memory for the models of so many photos and copies",
            FEWER,
        ) from error
