"""Name what the user wrote in an error: the flag, the variable, or the key of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FILE_ORIGINS = "augcli.file_origins"
"""Where a context keeps the origins of the values that a project file gives, by parameter name."""


@dataclass(frozen=True)
class Origin:
    """Where the value of a flag came from, if it wasn't typed.

    ``name`` stands in the place of the flag, ``form`` in that of the flag and a value, ``{}``.
    """

    name: str
    form: str


def named_by_origin(text: str, origins: Mapping[str, Origin]) -> str:
    """Return a message with the origin of each flag in the place of the flag."""
    for flag, origin in origins.items():
        text = re.sub(rf"'-\w' / (?='{flag}')", "", text)  # the short flag that click adds
        text = _replaced(text, rf"{flag}(?![\w-])", origin.name)
    return text


def typed_at_origin(hint: str, origins: Mapping[str, Origin]) -> str:
    """Return a hint with each flag and its value as they are written at the origin."""
    for flag, origin in origins.items():
        hint = _replaced(hint, rf"{flag} ([^\s,]+(?:,[^\s,]+)*)", origin.form)
    return hint


def _replaced(text: str, flag: str, form: str) -> str:
    """Replace a flag where it is a word; ``{}`` in the form is the first group."""
    return re.sub(rf"(?<![\w-]){flag}", lambda found: form.format(*found.groups()), text)
