"""Recognise what classes are by their names, if there is no doubt.

Each function returns the classes of its kind, or none. A name that may mean something else counts
for nothing: a user who is warned without reason stops reading warnings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from augcli.dataset.class_words import (
    COLOURS,
    DIGITS,
    LEFT_AND_RIGHT,
    MIRRORED_LETTERS,
    UP_AND_DOWN,
    UPRIGHT,
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
    names = {DIGITS.get(name.lower(), name) for name in classes}
    if not all(re.fullmatch("[0-9A-Za-z]", name) for name in names):
        return []
    digits = sorted(name for name in names if name.isdigit())
    letters = {name.lower() for name in names - set(digits)}
    # 0, 1, 2 and A, B, C are more often grades, or numbers of classes.
    counted = "0123456789".find("".join(digits)) in (0, 1) and len(digits) < 9
    some = len(digits) > 1 and not counted
    pair = any({*pair} <= names for pair in MIRRORED_LETTERS)
    return list(classes) if some or pair or len(letters) >= 10 else []


def sides(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in left and right: left-hand and right-hand."""
    # Among other letters, L and R are letters.
    return [] if characters(classes) else _pairs(classes, LEFT_AND_RIGHT)


def ends(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in up and down: thumb-up and thumb-down."""
    return _pairs(classes, UP_AND_DOWN)


def _pairs(classes: Sequence[str], opposites: Sequence[tuple[str, str]]) -> list[str]:
    split = {tuple(_words(name)): name for name in classes}
    found: list[str] = []
    for one, other in opposites:
        for words, name in split.items():
            swapped = tuple(other if word == one else word for word in words)
            if swapped != words and swapped in split:
                found += [name, split[swapped]]
    return list(dict.fromkeys(found))


def coloured(classes: Sequence[str]) -> list[str]:
    """Return the classes that differ only in their colour: red-car and blue-car."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in classes:
        words = _words(name)
        if COLOURS.intersection(words):
            rest = tuple("" if word in COLOURS else word for word in words)
            found.setdefault(rest, []).append(name)
    return [name for alike in found.values() if len(alike) > 1 for name in alike]


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
    return re.findall(r"[^\W\d_]+|\d+", spaced)
