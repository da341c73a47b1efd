"""The number of cores that this process may use."""

from __future__ import annotations

import os


def usable_cores() -> int:
    """Return the number of cores; those that a container or ``taskset`` withholds don't count."""
    if hasattr(os, "sched_getaffinity"):  # macOS has no such call
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
