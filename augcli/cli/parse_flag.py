"""Parse the value of a flag, with examples in the error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from augcli.errors import BadValue, UsageProblem

Parsed = TypeVar("Parsed")


def parse_flag(
    flag: str, text: str, parse: Callable[[str], Parsed], examples: Sequence[str]
) -> Parsed:
    """Return the value that ``parse`` reads from the text typed for a flag.

    Raises:
        UsageProblem: ``parse`` raised BadValue. The hint shows the flag with each example.
    """
    try:
        return parse(text)
    except BadValue as rule:
        typed = " or ".join(f"{flag} {example}" for example in examples)
        raise UsageProblem(f"{flag} {text}: {rule}", f"for example: {typed}") from rule
