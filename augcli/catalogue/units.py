"""Write a number with its unit, in the few characters that a caption has room for."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MINUS = "\N{MINUS SIGN}"
_FEW_DECIMALS = 2
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Form:
    """How the numbers of a unit are written.

    ``decimals`` is how many there are. With more than one of ``digits``, so many significant digits
    are shown as far as two decimals can. A number that would look like 0 gets one in any case. With
    ``rest``, what the unit says after its first word follows: ``of the shorter side``.
    """

    before: str = ""
    after: str = ""
    scale: float = 1
    decimals: int = 2
    digits: int = 1
    rest: bool = False


PERCENT = Form(after=" %", scale=100, decimals=0, digits=2, rest=True)
PIXELS = Form(after=" px", decimals=1)
_FACTOR = Form(before="×")
_COUNT = Form(decimals=0, rest=True)
_PLAIN = Form()

FORMS = {
    "amounts": PERCENT,
    "bits": Form(after=" bits", decimals=0, rest=True),
    "blotches": PERCENT,
    "cells": _COUNT,
    "clockwise": _COUNT,
    "degrees": Form(after="°", decimals=1),
    "densities": PERCENT,
    "deviations": _PLAIN,
    "exponents": _PLAIN,
    "factors": _FACTOR,
    "fractions": PERCENT,
    "gray": Form(decimals=0, digits=2),
    "heights": _FACTOR,
    "levels": Form(after=" levels", decimals=0, digits=2, rest=True),
    "limits": _PLAIN,
    "multiples": _FACTOR,
    "parts": PERCENT,
    "patches": _COUNT,
    "percents": Form(after=" %", decimals=0, digits=2, rest=True),
    "pixels": Form(after=" px", decimals=0),
    "quality": Form(before="quality ", decimals=0),
    "shares": PERCENT,
    "strengths": PERCENT,
    "warmth": PERCENT,
}
"""The form of each unit, by the first word of what a knob calls it."""


@dataclass(frozen=True)
class Wording:
    """How a knob's numbers are put into words.

    ``phrase`` has ``{}`` where the number stands; without one, what the unit says follows it.
    ``ways`` are the words for numbers below the neutral one and above. ``signed`` numbers have a
    plus or a minus sign.
    """

    form: Form
    rest: str = ""
    phrase: str = ""
    ways: tuple[str, str] = ("", "")
    signed: bool = False
    neutral: float | None = None

    def say(self, number: float, spacing: float = 0.0) -> str:
        """Return a number in words, with enough digits to tell it from one ``spacing`` away."""
        form = self.form
        scaled = number * form.scale
        decimals = form.decimals
        if form.digits > 1:
            decimals = max(decimals, min(_FEW_DECIMALS, _decimals(scaled, form.digits)))
        if scaled and not round(scaled, decimals):
            decimals = _decimals(scaled, 1)
        decimals = min(_MOST_DECIMALS, max(decimals, _decimals(spacing * form.scale, 1)))
        text = _number(scaled, decimals, signed=self.signed)
        after = form.after.removesuffix("s") if text.lstrip("+" + _MINUS) == "1" else form.after
        said = f"{form.before}{text}{after}"
        if self.phrase:
            said = self.phrase.format(said)
        elif form.rest and self.rest:
            said = f"{said} {self.rest}"
        return f"{said} {self._way(round(scaled, decimals))}".rstrip()

    def _way(self, scaled: float) -> str:
        """Return the word for a number as it is written, "" for the neutral one."""
        if self.neutral is None or scaled == self.neutral * self.form.scale:
            return ""
        return self.ways[scaled > self.neutral * self.form.scale]


def _decimals(number: float, digits: int) -> int:
    """Return how many decimals show so many significant digits of a number."""
    return digits - 1 - math.floor(math.log10(abs(number))) if number else 0


def _number(number: float, decimals: int, *, signed: bool) -> str:
    text = f"{number:{'+' if signed else ''}.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("+-")
    return text.replace("-", _MINUS)
