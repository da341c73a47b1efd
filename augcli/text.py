"""Escape untrusted names for display."""

from __future__ import annotations


def printable(text: str, keep: str = "") -> str:
    """Return the text with control characters, bidi marks and stray bytes as escapes.

    A terminal would obey them, and no font shows them. Characters in ``keep`` stay as they are.
    """
    return "".join(one if one.isprintable() or one in keep else ascii(one)[1:-1] for one in text)
