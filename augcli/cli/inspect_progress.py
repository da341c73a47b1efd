"""Show how far an inspection is: one line on a terminal, or lines in a log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from augcli.cli.console import note
from augcli.cli.progress import LINE_EVERY, has_moving_lines, moving_line
from augcli.inspection.inspection import OnStep

_LAYOUT = "{desc}{n_fmt} of {total_fmt} [{elapsed}, {rate_noinv_fmt}]"


@contextmanager
def inspect_progress(*, quiet: bool) -> Iterator[OnStep]:
    """Yield the function to call after each step; it shows the progress on stderr."""
    if quiet:
        yield lambda _what, _done, _total: None
    elif not has_moving_lines():
        yield _lines()
    else:
        with moving_line(bar_format=_LAYOUT, unit=" images", leave=False) as bar:

            def show(what: str, done: int, total: int) -> None:
                if bar.desc != f"{what}: ":
                    bar.set_description(what, refresh=False)
                    bar.reset(total)
                bar.update(done - bar.n)

            yield show


def _lines() -> OnStep:
    """Return the function for files, pipes and terminals that can't go back in a line."""
    last = time.monotonic()

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_EVERY:
            last = now
            note(f"{what}: {done} of {total} done")

    return show
