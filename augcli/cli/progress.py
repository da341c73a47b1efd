"""Progress of an expansion: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from augcli.cli.console import note
from augcli.dataset.scan import Dataset
from augcli.errors import AugcliError
from augcli.expansion.summary import Summary

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_LINE_EVERY = 10.0  # seconds

OnSource = Callable[[Summary], None]


@contextmanager
def progress(dataset: Dataset, *, quiet: bool) -> Iterator[OnSource]:
    """Return what is to be told after each source."""
    if quiet:
        yield lambda _: None
    elif sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _Lines()
    else:
        with click.progressbar(
            itertools.count(),
            label="expanding",
            show_pos=True,
            width=0,  # as wide as the terminal
            item_show_func=lambda rate: rate,
            file=sys.stderr,
        ) as bar:
            yield _Bar(bar, dataset)


class _Lines:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def __call__(self, summary: Summary) -> None:
        now = time.monotonic()
        if now - self._last >= _LINE_EVERY:
            self._last = now
            rate = summary.written / (now - self._start)
            note(f"{summary.done} images done, {summary.written} files, {rate:.0f} files/s")


class _Bar:
    def __init__(self, bar: ProgressBar[Any], dataset: Dataset) -> None:
        self._bar = bar
        self._dataset = replace(dataset, passed_over=Counter())
        self._start = time.monotonic()
        self._counter: threading.Thread | None = None

    def __call__(self, summary: Summary) -> None:
        if self._counter is None:  # not sooner: processes are forked while there are no threads
            self._counter = threading.Thread(target=self._count, daemon=True)
            self._counter.start()
        rate = summary.written / max(time.monotonic() - self._start, 1e-9)
        self._bar.update(summary.done - self._bar.pos, f"{rate:.0f} files/s")

    def _count(self) -> None:
        with suppress(AugcliError):  # the run itself will say so
            self._bar.length = sum(len(folder.sources) for folder in self._dataset.folders())
