"""Compare names: the same one in all its Unicode normal forms, or for some file systems."""

from __future__ import annotations

import unicodedata


def canonical(name: str) -> str:
    """Return a name in Unicode normal form C: ``é`` as one character, not as ``e`` and an accent.

    Some file systems (HFS+) and archives change the form of the names that they hold.
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def merging_key(name: str) -> str:
    """Return a key that is equal for names that some file system takes for the same.

    There, letters differ neither by case nor by normal form, and dots and spaces at the end don't
    count.
    """
    return canonical(canonical(name).casefold()).rstrip(". ")
