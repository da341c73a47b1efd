"""What an advice is, and the words that many have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from augcli.inspection.inspection import Inspection
from augcli.storage.remote.scheme import is_url
from augcli.text import shell_command, typed_path


class Advice(NamedTuple):
    """What was found and what follows from it, and the command to type, if there is one.

    ``flags`` are those of the command, if it expands the dataset.
    """

    text: str
    command: str = ""
    flags: tuple[str, ...] = ()


Rule = Callable[[Inspection], Iterator[Advice]]
"""Yields what there is to say on one matter: nothing, an advice, or several."""


def advise_to_expand(found: Inspection, text: str, *flags: str) -> Advice:
    """Return the advice to expand the dataset with some flags, into a folder beside it.

    Of an OUT it has no command: it is not expanded again, the flags belong to what made it.
    """
    if found.is_out:
        return Advice(text)
    data = found.data
    name = data if data.name not in ("", "..") else data.resolve()
    command = shell_command(
        ["augcli", "expand", typed_path(data), typed_path(_beside(name)), *found.typed, *flags]
    )
    return Advice(text, command, flags)


def them(number: int) -> str:
    """Return the pronoun for so many things."""
    return "it" if number == 1 else "them"


def _beside(data: Path) -> Path:
    if is_url(data):  # nothing is written there
        return Path(f"{data.name}-augmented")
    return data.with_name(f"{data.name}-augmented")
