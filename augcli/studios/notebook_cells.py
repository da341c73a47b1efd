"""End what an earlier run of a notebook cell has left: IPython keeps the results of cells."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class _Run(NamedTuple):
    """A run of a cell, by its message, and what ends each thing that it has started."""

    message: str
    ends: list[Callable[[], object]]


_RUNS: dict[str, _Run] = {}
"""The last run of each cell, by the id of the cell."""


def end_earlier_runs() -> None:
    """End what runs of the present cell before this one have started."""
    cell, message = _present()
    if cell and cell in _RUNS and _RUNS[cell].message != message:
        for end in _RUNS.pop(cell).ends:
            end()


def note_start(end: Callable[[], object]) -> None:
    """Note that the present cell has started something that ``end`` ends; it may do so twice."""
    cell, message = _present()
    if cell:
        _RUNS.setdefault(cell, _Run(message, [])).ends.append(end)


def _present() -> tuple[str, str]:
    """Return the ids of the cell that runs and of the message that asked for it, or empty ones."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython else None
    if not hasattr(shell, "get_parent"):  # no kernel of a notebook
        return "", ""
    asked = shell.get_parent()
    cell = asked.get("metadata", {}).get("cellId", "")  # JupyterLab and VS Code send it
    return str(cell), str(asked.get("header", {}).get("msg_id", ""))
