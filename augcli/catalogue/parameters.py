"""Parameters of transforms that are not knobs: switches, choices, twins and drawn values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A second number from the interval of knob ``of``. With ``switch`` on, both are equal."""

    of: str
    switch: str
    help: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """On or off for all copies. ``flag`` is only for a flag unlike ``--TRANSFORM-SWITCH``.

    ``excludes`` is another switch, which can't be on at the same time.
    """

    help: str
    flag: str = ""
    excludes: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of some words, the same for all copies. The first word is the default."""

    words: tuple[str, ...]
    help: str

    @property
    def default(self) -> str:
        """The word to use if none is given. Recipes and settings leave it out."""
        return self.words[0]

    def check(self, word: object) -> str:
        """Return a word that was read. Raises ValueError if it is none of those to choose from."""
        if not isinstance(word, str) or word not in self.words:
            raise ValueError(f"must be one of {', '.join(self.words)}")
        return word


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """``count`` numbers from ``low`` to ``high``, a range that users can't set.

    They are positions and directions. The recipe and the argument hold one number as a float,
    several as a list. Captions say the one of
    ``words`` that the whole part of the number counts to.
    """

    low: float = 0.0
    high: float = 1.0
    count: int = 1
    words: tuple[str, ...] = ()

    def caption(self, number: Any) -> str:
        """Return the word for a drawn number, "" if it has none."""
        return self.words[min(len(self.words) - 1, int(number))] if self.words else ""

    def values(self, positions: list[float]) -> list[float] | list[list[float]]:
        """Return each copy's value, made from ``count`` positions in [0, 1] a copy."""
        scaled = [self.low + position * (self.high - self.low) for position in positions]
        if self.count == 1:
            return scaled
        return [scaled[i : i + self.count] for i in range(0, len(scaled), self.count)]


@dataclass(frozen=True)
class Seed:
    """A whole number in [0, 2**53) to make noise from."""


@dataclass(frozen=True, kw_only=True)
class Partner:
    """``count`` other pictures of the dataset. The argument is a list of them."""

    count: int = 1
