"""Names that nobody vouches for, as text that can do no harm."""

from __future__ import annotations


def printable(text: str, keep: str = "") -> str:
    """Escape what a terminal would obey, or no font has: controls, bidi marks, stray bytes.

    Characters of ``keep`` stay as they are.
    """
    return "".join(one if one.isprintable() or one in keep else ascii(one)[1:-1] for one in text)
