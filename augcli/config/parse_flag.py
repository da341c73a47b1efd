"""Parse the value of a flag, with examples in the error."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import TypeVar

from augcli.catalogue.ways_out import ways_out
from augcli.errors import BadValue, UsageProblem

Parsed = TypeVar("Parsed")


def parse_flag(
    flag: str, text: str, parse: Callable[[str], Parsed], examples: Sequence[str]
) -> Parsed:
    """Return the value that ``parse`` reads from the text typed for a flag.

    Raises:
        UsageProblem: ``parse`` raised BadValue. The hint shows the flag with what the error has
            instead, or with each example.
    """
    try:
        return parse(text)
    except BadValue as rule:
        texts = ways_out(rule, parse, examples)
        typed = " or ".join(f"{flag} {shlex.quote(text)}" for text in texts)
        raise UsageProblem(f"{flag} {text}: {rule}", f"for example: {typed}") from rule
