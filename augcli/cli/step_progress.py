"""Show how far a search among images is: a bar on a terminal, or lines in a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from augcli.cli.console import note
from augcli.cli.progress import LINE_EVERY, has_bar, terminal_bar

OnStep = Callable[[int, int], None]
"""Is called with how many steps are done, and how many there are."""


@contextmanager
def step_progress(what: str, *, quiet: bool) -> Iterator[OnStep]:
    """Yield the function to call after each step; it shows the progress on stderr."""
    if quiet:
        yield lambda _done, _of: None
    elif not has_bar():
        yield _lines(what)
    else:
        with terminal_bar(f"{what}: {{percentage:.0f}}% [{{elapsed}}<{{remaining}}]", 1) as bar:

            def show(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            yield show


def _lines(what: str) -> OnStep:
    last = time.monotonic()

    def show(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_EVERY:
            last = now
            note(f"{what}: {100 * done // of}% done")

    return show
