"""Check the name of a class that was given, and suggest those of similar names."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from augcli.errors import UsageProblem

_FEW = 10  # names in a message


def check_class(typed: str, name: str, classes: Collection[str], where: str) -> None:
    """Raise UsageProblem if there is no such class. ``typed`` is the flag with its value."""
    if name not in classes:
        raise UsageProblem(f"{typed}: {where} has no such class", _hint(name, classes))


def _hint(name: str, classes: Collection[str]) -> str:
    if not classes:
        return "there are no classes here: leave it out"
    by_folded = {label.casefold(): label for label in classes}
    near = get_close_matches(name.casefold(), by_folded, n=3)
    if near:
        return f"did you mean {' or '.join(by_folded[one] for one in near)}?"
    some = ", ".join([*list(classes)[:_FEW], *(["..."] if len(classes) > _FEW else [])])
    return f"its classes are {some}"
