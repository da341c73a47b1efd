"""Count the cores that this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """Return the number of cores for workers, if the user gives none."""
    if hasattr(os, "sched_getaffinity"):  # the cores this process may use; macOS has no such call
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
