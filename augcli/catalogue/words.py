"""Match a typed word with one of the words to choose from."""

from __future__ import annotations

from collections.abc import Iterable

# Other names of the same thing. A name of something nearly the same is left to `similar`.
_SYNONYMS = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "jfif": "jpg",
    "tif": "tiff",
    "linear": "bilinear",
    "cubic": "bicubic",
    "torch": "torchvision",
    "pytorch": "torchvision",
}


def bare(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(one for one in text.casefold() if one.isalnum())


def match_word(typed: str, words: Iterable[str]) -> str | None:
    """Return the word that was typed, or None. Capitals, dashes, dots and the like don't count."""
    by_letters = {bare(word): word for word in words}
    letters = bare(typed)
    return by_letters.get(letters) or by_letters.get(_SYNONYMS.get(letters, ""))


def similar(typed: str, words: Iterable[str], most: int = 3) -> list[str]:
    """Return the words that are spelled like the typed one, or hold it, nearest first."""
    from difflib import get_close_matches  # loaded only after a mistake

    by_letters = {bare(word): word for word in words}
    letters = bare(typed)
    close = get_close_matches(letters, by_letters, n=most, cutoff=0.7)
    holding = [other for other in by_letters if letters and letters in other]
    held = [other for other in by_letters if len(other) > 3 and other in letters]
    return [by_letters[other] for other in dict.fromkeys([*close, *holding, *held])][:most]
