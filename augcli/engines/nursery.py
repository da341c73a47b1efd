"""Where workers come from on Linux: a process that loads the libraries while the parent loads.

Each worker is forked from it, and finds all in place. Forked from the parent, every worker would
load the libraries for itself, and only after the parent is ready.
"""

from __future__ import annotations

import atexit
import multiprocessing as mp
import os
import signal
import sys
from contextlib import suppress
from multiprocessing import forkserver
from typing import Any

_LIBRARIES = "augcli.engines.libraries"


def prepare() -> None:
    """Start it, where there is such a thing; it ends with this process."""
    # A worker runs what the program begins with, too.
    if sys.platform == "linux" and mp.current_process().name == "MainProcess":
        mp.set_forkserver_preload([_LIBRARIES])
        # It must not look for modules in the current folder: that may be a dataset.
        os.environ["PYTHONSAFEPATH"] = "1"
        with suppress(OSError):  # too few open files, say: workers are forked from here then
            forkserver.ensure_running()
            atexit.register(_close, _server()._forkserver_pid)


def _close(pid: int) -> None:
    """End it, and wait for it: what it has used is counted to this process then."""
    os.kill(pid, signal.SIGTERM)  # it may still be loading; all workers have ended
    _server()._stop()


def is_ready() -> bool:
    """Say whether there is one to fork workers from."""
    return _server()._forkserver_pid is not None


def _server() -> Any:
    return forkserver._forkserver  # the one whose methods the functions of the module are
