"""The line of progress on a terminal."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from augcli.cli.progress import progress
from augcli.engines.throughput import Throughput
from augcli.expansion.summary import Summary


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(monkeypatch: pytest.MonkeyPatch, columns: int) -> list[str]:
    """Return all that a run on a cluster shows in a terminal, update by update."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", f"{columns}")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm")
    workers = {f"tcp://10.0.0.{number}:1": Throughput() for number in range(3)}
    with progress(quiet=False) as show:
        for done in (40, 80):
            for one in workers.values():
                one.add(20, 2.0)
            show(Summary(Path("out"), done=done, workers=workers))
    return [text.rstrip() for text in re.split(r"[\r\n]", terminal.getvalue()) if text.strip()]


def test_the_line_tells_how_fast_each_worker_is(monkeypatch: pytest.MonkeyPatch) -> None:
    last = _shown(monkeypatch, 100)[-1]
    assert last.startswith("expanding: 80 images [")
    assert re.search(r", 3 workers, images/s: \d+ \+ \d+ \+ \d+\]$", last)


@pytest.mark.parametrize("columns", [20, 50])
def test_the_line_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    shown = _shown(monkeypatch, columns)
    assert max(map(len, shown)) <= columns
    assert shown[-1].startswith("expanding: 80 images")
