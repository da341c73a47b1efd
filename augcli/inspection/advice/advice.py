"""What an advice is, and the words that many have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from augcli.inspection.inspection import Inspection
from augcli.text import shell_command


class Advice(NamedTuple):
    """What was found and what follows from it, and the command to type, if there is one."""

    text: str
    command: str = ""


Rule = Callable[[Inspection], Iterator[Advice]]
"""Yields what there is to say on one matter: nothing, an advice, or several."""


def expand_beside(found: Inspection, *flags: str) -> str:
    """Return the command that expands the dataset into a folder beside it; none for an OUT.

    An OUT is not expanded again: the flags belong to the command that made it.
    """
    if found.is_out:
        return ""
    data = found.data
    name = data if data.name not in ("", "..") else data.resolve()
    return shell_command(["augcli", "expand", str(data), str(_beside(name)), *flags])


def them(number: int) -> str:
    """Return the pronoun for so many things."""
    return "it" if number == 1 else "them"


def _beside(data: Path) -> Path:
    return data.with_name(f"{data.name}-augmented")
