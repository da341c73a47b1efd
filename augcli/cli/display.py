"""Tell whether windows can be opened here."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Return whether there is a screen for windows; on Linux the environment names it."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
