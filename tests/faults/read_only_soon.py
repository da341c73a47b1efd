"""Run augcli on a disk that is mounted read-only in the middle of the run."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

_MS_REMOUNT, _MS_RDONLY = 32, 1
_real = os.open


def run() -> None:
    """Run the arguments that follow the script's folder and the disk."""
    from augcli.cli import main

    disk = sys.argv[2]

    def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if "hat/.augcli-tmp-" in str(path):
            libc = ctypes.CDLL(None)
            libc.mount(b"none", os.fsencode(disk), None, _MS_REMOUNT | _MS_RDONLY, None)
        return _real(path, flags, *rest, **more)

    os.open = opened
    main(sys.argv[3:])
