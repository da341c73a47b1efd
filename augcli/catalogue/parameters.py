"""Parameters of transforms that are not knobs: switches, and what is drawn without being asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A second number from the interval of knob ``of``; drawn together with it if ``switch``."""

    of: str
    switch: str
    help: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """On or off, for all copies; ``flag`` if it is not made from the names."""

    help: str
    flag: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """``count`` numbers from ``low`` to ``high``, always the same range: positions, directions.

    One number is a float in the recipe and as the argument, more are a list.
    """

    low: float = 0.0
    high: float = 1.0
    count: int = 1

    def values(self, positions: list[float]) -> list[float] | list[list[float]]:
        """Make each copy's from numbers in [0, 1], ``count`` a copy."""
        scaled = [self.low + position * (self.high - self.low) for position in positions]
        if self.count == 1:
            return scaled
        return [scaled[i : i + self.count] for i in range(0, len(scaled), self.count)]


@dataclass(frozen=True)
class Seed:
    """A whole number in [0, 2**53) that a field of noise is made from."""


@dataclass(frozen=True, kw_only=True)
class Partner:
    """``count`` other pictures, drawn from the dataset; the argument is a list of them."""

    count: int = 1
