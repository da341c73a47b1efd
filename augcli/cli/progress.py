"""Show the progress of an expansion: one line on a terminal, or lines in a log."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

from augcli.cli.console import note
from augcli.engines.throughput import in_words
from augcli.errors import UsageProblem
from augcli.expansion.summary import Summary

if TYPE_CHECKING:
    from tqdm import tqdm

OnSource = Callable[[Summary], None]

LINE_EVERY = 10.0  # seconds


@contextmanager
def progress(*, quiet: bool) -> Iterator[OnSource]:
    """Yield the function to call after each source; it shows the progress on stderr."""
    if quiet:
        yield lambda _: None
    elif not has_bar():
        yield _lines()
    else:
        with _bar() as show:
            yield show


def has_bar() -> bool:
    """Return True if stderr is a terminal that can go back in a line."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _lines() -> OnSource:
    """Return the function for files, pipes and terminals that can't go back in a line."""
    start = last = time.monotonic()

    def show(summary: Summary) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_EVERY:
            last = now
            rate = summary.written / (now - start)
            done = f"{summary.done} images done, {summary.written} files, {rate:.0f} files/s"
            if workers := in_words(summary.workers):
                done += f"; {workers}"
            note(done if summary.done else f"{summary.checked} images checked before mixing")

    return show


@contextmanager
def _bar() -> Iterator[OnSource]:
    with terminal_bar("expanding: {n_fmt} images [{elapsed}, {rate_noinv_fmt}{postfix}]") as bar:

        def show(summary: Summary) -> None:
            if summary.workers:
                bar.set_postfix_str(in_words(summary.workers), refresh=False)
            bar.update(summary.done - bar.n)

        yield show


@contextmanager
def terminal_bar(bar_format: str, total: int | None = None) -> Iterator[tqdm[NoReturn]]:
    """Yield a bar of tqdm on the terminal, in a format of tqdm, cut to its width."""
    try:
        from tqdm import tqdm  # not for --help
        from tqdm.utils import disp_trim
    except ValueError as error:  # it reads its defaults from the environment
        raise UsageProblem(
            f"tqdm refuses its settings: {error}", "correct or remove the variables TQDM_..."
        ) from error
    # tqdm's own thread and its lock between processes would prevent forking workers.
    tqdm.monitor_interval = 0
    tqdm.set_lock(threading.RLock())

    class OneLine(tqdm):  # type: ignore[type-arg]  # it takes none at run time
        @staticmethod
        def format_meter(*numbers: Any, **texts: Any) -> str:
            # tqdm itself cuts only what has a bar. A longer text would leave a line at each update.
            return str(disp_trim(tqdm.format_meter(*numbers, **texts), texts["ncols"]))

    size = _size()
    with OneLine(
        total=total,
        bar_format=bar_format,
        unit=" images",
        ncols=size.columns,
        nrows=size.lines,
    ) as bar:
        yield bar


def _size() -> os.terminal_size:
    """Return the columns and lines of the terminal of stderr; stdout may be a file."""
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError):
        return get_terminal_size()
    return size if all(size) else get_terminal_size()  # tqdm draws nothing if it reports no size
