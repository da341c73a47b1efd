"""The bounds of what can be asked for, which the command and Python share."""

from __future__ import annotations

import math
from collections.abc import Mapping

from augcli.errors import UsageProblem

FEWEST_PHOTOS = 20

BOUNDS: Mapping[str, tuple[int, int | None]] = {
    "photos": (FEWEST_PHOTOS, None),
    "copies": (1, 20),
    "repeats": (1, 1000),
    "folds": (2, 100),
    "workers": (1, None),
}
"""The least and the most of each whole number; None if there is no most."""


def check_is_time(minutes: float) -> None:
    """Raise UsageProblem if a number of minutes is no time that a study could take."""
    if not (math.isfinite(minutes) and minutes > 0):
        raise UsageProblem(
            f"--minutes {minutes:g}: it must be a number of minutes above 0",
            "for example: --minutes 5",
        )
