"""Choose what to type instead of a value that breaks a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from augcli.errors import BadValue


def ways_out(
    broken: BadValue, parse: Callable[[str], object], examples: Sequence[str]
) -> Sequence[str]:
    """Return at most two values near the typed one that ``parse`` takes, or else the examples."""
    return [text for text in broken.instead if _takes(parse, text)][:2] or examples


def _takes(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except BadValue:
        return False
    return True
