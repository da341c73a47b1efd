"""Run augcli, and let its main thread wait for long when it calls a function of ``os``.

``stuck.py FUNCTION ARGUMENT ...`` prints ``stuck`` then. No signal ends that wait: it is like one
for a disk that does not answer. SIGINT is ignored meanwhile.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

if sys.platform == "win32":
    raise RuntimeError("needs a shell")


def _wait_for_long(*_: Any, **__: Any) -> None:
    # One call, so that no signal comes between the word and the wait. It goes on after a signal.
    ctypes.CDLL(None).system(b"echo stuck; exec sleep 600 >/dev/null 2>&1")


if __name__ == "__main__":
    from augcli.cli import main

    setattr(os, sys.argv[1], _wait_for_long)
    main(sys.argv[2:])
