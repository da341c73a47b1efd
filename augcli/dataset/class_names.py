"""Recognise what classes are by their names, if there is no doubt.

Each function returns the classes of its kind, or none. A name that may mean something else counts
for nothing: a user who is warned without reason stops reading warnings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from augcli.dataset.class_words import (
    ACROSS,
    ALONG,
    CHARACTER,
    COLOURS,
    DIGITS,
    LEFT_AND_RIGHT,
    MIRRORED_LETTERS,
    SHADES,
    UP_AND_DOWN,
    UPRIGHT,
    WRITTEN,
)
from augcli.dataset.scan import Dataset
from augcli.errors import EnvironmentFailure


def class_folders(root: Path) -> list[str]:
    """Return the classes of a dataset that get copies, sorted; none if it can't be listed."""
    try:
        return Dataset(root).classes()
    except EnvironmentFailure:
        return []


def characters(classes: Sequence[str]) -> list[str]:
    """Return the classes if all of them are digits and letters."""
    bare = [_character(name) for name in classes]
    names = {DIGITS.get(name.lower(), name) for name in bare}
    if not all(re.fullmatch("[0-9A-Za-z]", name) for name in names):
        return []
    digits = sorted(name for name in names if name.isdigit())
    letters = {name.lower() for name in names - set(digits)}
    # 0, 1, 2 and A, B, C are more often grades, or numbers of classes.
    counted = "0123456789".find("".join(digits)) in (0, 1) and len(digits) < 9
    some = len(digits) > 1 and not (counted and bare == list(classes))
    pair = any({*pair} <= names for pair in MIRRORED_LETTERS)
    return list(classes) if some or pair or len(letters) >= 10 else []


def _character(name: str) -> str:
    """Return the digit or letter of a name such as digit_6, any other name as it is."""
    found = re.fullmatch(rf"(?:{CHARACTER})(?:[\W_]+(\w+)|(\d))", name, re.IGNORECASE)
    return (found[1] or found[2]) if found else name


def written(classes: Sequence[str]) -> list[str]:
    """Return the classes of things that are read, if they are at least half of all."""
    found = [name for name in classes if any(_says(name, words) for words in WRITTEN)]
    return found if 2 * len(found) >= len(classes) else []


def _says(name: str, words: str) -> bool:
    return f" {words} " in f" {' '.join(_words(name))} "


def sides(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in left and right: left-hand and right-hand."""
    # Among other letters, L and R are letters.
    return [] if characters(classes) else _pairs(classes, LEFT_AND_RIGHT)


def ends(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in up and down: thumb-up and thumb-down."""
    # A turn makes them others of the directions, too.
    return [] if directions(classes) else _pairs(classes, UP_AND_DOWN)


def directions(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in where they point: arrow-left and arrow-up."""
    alike = _alike(classes, ACROSS | ALONG)
    return [
        name
        for names in alike
        if all(any(axis & {*_words(name)} for name in names) for axis in (ACROSS, ALONG))
        for name in names
    ]


def _pairs(classes: Sequence[str], opposites: Sequence[tuple[str, str]]) -> list[str]:
    split = {tuple(_words(name)): name for name in classes}
    found: list[str] = []
    for one, other in opposites:
        for words, name in split.items():
            swapped = tuple(_swapped(word, one, other) for word in words)
            if swapped != words and swapped in split:
                found += [name, split[swapped]]
    return list(dict.fromkeys(found))


def _swapped(word: str, one: str, other: str) -> str:
    """Return a word with its opposite in place of it or of a part: lefthand and righthand."""
    if word == one:
        return other
    if len(one) < 4:  # "bus" is no opposite of "bds"
        return word
    if word.startswith(one):
        return other + word.removeprefix(one)
    return word.removesuffix(one) + other if word.endswith(one) else word


def coloured(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in their colour: red-car and blue-car."""
    return [name for names in _alike(classes, COLOURS) for name in names]


def shaded(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in light and dark: black-cat and white-cat."""
    return [name for names in _alike(classes, SHADES) for name in names]


def _alike(classes: Sequence[str], kinds: Collection[str]) -> list[list[str]]:
    """Return the classes that have a word of some kinds, and are alike in all their other words."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in classes:
        words = _words(name)
        if any(word in kinds for word in words):
            rest = tuple("" if word in kinds else word for word in words)
            found.setdefault(rest, []).append(name)
    return [names for names in found.values() if len(names) > 1]


def upright(classes: Sequence[str]) -> list[str]:
    """Return the classes of things with an up and a down, if they are at least half of all."""
    found = [name for name in classes if any(_singular(word) in UPRIGHT for word in _words(name))]
    return found if 2 * len(found) >= len(classes) else []


def _singular(word: str) -> str:
    return word if word in UPRIGHT else word.removesuffix("s")


def _words(name: str) -> list[str]:
    """Return the words and numbers of a name: turnLeft, turn-left, turn_left2."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    spaced = re.sub(r"(counter|anti)[\W_]*clockwise", "anticlockwise", spaced)
    spaced = re.sub(r"upside[\W_]*down", "upsidedown", spaced)
    return re.findall(r"[^\W\d_]+|\d+", spaced)
