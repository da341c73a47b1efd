"""Time single functions in turns, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

import cv2

_BATCH = 0.01  # seconds


def milliseconds(calls: Mapping[str, Callable[[], object]], rounds: int = 25) -> dict[str, float]:
    """Return the CPU time of one thread that each call takes: medians of batches.

    The calls take turns, a batch of each, so that slow changes in the machine's speed cancel.
    """
    cv2.setNumThreads(1)
    times = {name: max(1, round(_BATCH / _seconds(call, 1))) for name, call in calls.items()}
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(1000 * _seconds(call, times[name]))
    return {name: median(batches) for name, batches in taken.items()}


def _seconds(call: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) / times or 1e-6


def table(title: str, taken: Mapping[str, float]) -> str:
    """Format the milliseconds of calls as a Markdown table."""
    rows = [f"| {name} | {time:.3f} |" for name, time in taken.items()]
    return "\n".join([f"| {title} | ms |", "|---|---|", *rows])
