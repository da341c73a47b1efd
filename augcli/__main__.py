"""Start the program: ``augcli`` and ``python -m augcli`` are the same."""

from __future__ import annotations

import gc
import os
import signal
import sys


def _current_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109, the current folder may hold a pathlib.py
    except FileNotFoundError:  # it has been removed
        return ""


def _stop(*_: object) -> None:
    try:
        os.write(2, b"augcli: stopped by Ctrl-C; nothing was done\n")
    finally:
        os._exit(130)


# Loading takes a moment, in which Ctrl-C would show a traceback.
if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop)

# -m looks for modules in the current folder first. There may be a dataset there, with a random.py.
_home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120, the current folder may hold a pathlib.py
if sys.path[0] in ("", _current_folder()) and sys.path[0] != _home:
    del sys.path[0]

# Look for garbage less often than Python does: loading makes none, and takes a tenth less this way.
gc.set_threshold(50_000)

# NumPy's OpenBLAS takes memory for each thread, and ends the process without a word if it gets
# none. It has nothing to do here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from augcli.cli import main  # noqa: E402, loading it comes after the steps above

__all__ = ["main"]

if __name__ == "__main__":
    main()
