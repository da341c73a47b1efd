"""Escape untrusted names for display, and put counts into words."""

from __future__ import annotations

import shlex
from collections.abc import Iterable


def printable(text: str, keep: str = "") -> str:
    """Return the text with control characters, bidi marks and stray bytes as escapes.

    A terminal would obey them, and no font shows them. Characters in ``keep`` stay as they are.
    """
    return "".join(one if one.isprintable() or one in keep else ascii(one)[1:-1] for one in text)


def count_of(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 image, 2 images."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def shell_command(words: Iterable[str]) -> str:
    """Return a command that bash and zsh read as the words; all of its characters can be shown.

    Words with control characters, bidi marks or stray bytes are quoted as ``$'...'``, which has
    escapes for them.
    """
    return " ".join(shlex.quote(one) if one.isprintable() else _escaped(one) for one in words)


def typed_path(path: object) -> str:
    """Return a path as it is typed for an argument: one that begins with ``-`` is no flag."""
    text = str(path)
    return f"./{text}" if text.startswith("-") else text


def _escaped(word: str) -> str:
    return f"$'{''.join(map(_escape, word))}'"


def _escape(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if "\udc80" <= character <= "\udcff":  # how Python reads a byte that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return printable(character)
