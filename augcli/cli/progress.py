"""Show the progress of an expansion on a terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size

from augcli.expansion.summary import Summary

OnSource = Callable[[Summary], None]


@contextmanager
def progress(*, quiet: bool) -> Iterator[OnSource]:
    """Yield the function to call after each source: it updates the count of images on stderr.

    It shows nothing if stderr is a file, a pipe or a terminal that can't go back in a line.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from tqdm import tqdm  # not for --help

    # tqdm's own thread and its lock between processes would prevent forking workers.
    tqdm.monitor_interval = 0
    tqdm.set_lock(threading.RLock())
    size = get_terminal_size()  # tqdm draws nothing on a terminal that reports no size
    with tqdm(desc="expanding", unit=" images", ncols=size.columns, nrows=size.lines) as bar:

        def show(summary: Summary) -> None:
            bar.update(summary.done - bar.n)

        yield show
