"""Read the numbers of a typed range, in every way that people write one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from augcli.errors import BadValue

_LONGEST = 200
RULE = "write one number N, or two as A,B"

# Not float() alone: that takes nan, inf, 1_000 and digits of every script.
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_END = re.compile(rf"({_NUMBER})\s*([%°º×]|[a-z]*)", re.ASCII | re.IGNORECASE)
_TWO_ENDS = re.compile(rf"({_END.pattern})\s+({_END.pattern})", re.ASCII | re.IGNORECASE)
_DASHED = re.compile(rf"({_NUMBER})\s*-\s*(\d.*)", re.ASCII | re.IGNORECASE)
# No one writes the range 0 to 5 as 0,05, nor four whole numbers.
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(0\d+)|([+-]?\d+),(\d+),([+-]?\d+),(\d+)", re.ASCII)
_BRACKETS = re.compile(r"[\[({](?P<inside>[^\[\](){}]*)[\])}](?P<unit>.*)", re.DOTALL)
_SIGNS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63\uff0d", "-"))  # minus, dashes
_SEPARATORS = re.compile(r"\.{2,}|…|[;:]|\s+to\s+", re.IGNORECASE)
_PLUS_OR_MINUS = re.compile(r"(?:±|\+/?-)\s*(?=[\d.])")

_SPELLINGS = {
    "%": ("%", "percent", "percents", "pct"),
    "px": ("px", "pixel", "pixels"),
    "°": ("°", "º", "deg", "degs", "degree", "degrees"),
    "rad": ("rad", "rads", "radian", "radians"),
    "turn": ("turn", "turns"),
    "x": ("x", "×", "times"),
}
_NAMES = {"rad": "radians", "turn": "turns", "°": "degrees"}
_UNITS = {spelling: unit for unit, all_of in _SPELLINGS.items() for spelling in all_of}


@dataclass(frozen=True)
class End:
    """One end of a typed range: a finite number, and its unit, empty if none was typed."""

    number: float
    unit: str = ""


def read_ends(text: str) -> list[End]:
    """Read one number or two, in brackets or not, each with a unit or not.

    ``,`` ``;`` ``:`` ``..``, the word ``to`` and a space separate two numbers.

    Raises:
        BadValue: the text is none of that, or leaves open what it means.
    """
    if len(text) > _LONGEST:  # a million spaces would take minutes
        raise BadValue(RULE)
    plain = _unwrapped(text.translate(_SIGNS).strip())
    if spread := _PLUS_OR_MINUS.match(plain):
        plain = plain[spread.end() :]
    if comma := _DECIMAL_COMMA.fullmatch(plain):
        point = "decimals have a point, not a comma"
        raise BadValue(point, ",".join(f"{whole}.{rest}" for whole, rest in _pairs(comma)))
    if dashed := _DASHED.fullmatch(plain):
        rule = "two numbers have a comma between them, not a dash"
        raise BadValue(rule, f"{dashed[1]},{dashed[2]}")
    parts = [part.strip() for part in _SEPARATORS.sub(",", plain).split(",")]
    if len(parts) == 1 and (two := _TWO_ENDS.fullmatch(plain)):
        parts = [two[1], two[4]]
    if len(parts) > (1 if spread else 2):
        raise BadValue(RULE)
    return [_read_end(part, plain) for part in parts]


@dataclass(frozen=True)
class Units:
    """What people may type behind the numbers of a knob.

    ``taken`` says what one of each unit is in the unit of the knob. ``refused`` says the same of
    units that leave a doubt: the error names the value to write instead.
    """

    taken: Mapping[str, float]
    refused: Mapping[str, float] = field(default_factory=dict)

    def numbers(self, text: str) -> list[float]:
        """Read one number or two. The unit of the second one alone holds for both.

        Raises:
            BadValue: no numbers, or another unit.
        """
        ends = read_ends(text)
        if not ends[0].unit:
            ends[0] = End(ends[0].number, ends[-1].unit)
        return [self._number(end, ends) for end in ends]

    def _number(self, end: End, ends: list[End]) -> float:
        if not end.unit:
            return end.number
        if factor := self.taken.get(end.unit):
            return _exact(end.number, factor)
        factor = self.refused.get(end.unit, 1.0)
        instead = ",".join(f"{factor * one.number:.4g}" for one in ends)
        raise BadValue(f"{RULE}, without {_NAMES.get(end.unit, end.unit)}", instead)


def _exact(number: float, factor: float) -> float:
    # 7 * 0.01 is not 0.07, and the run file would say so.
    return float(f"{number * factor:.15g}")


def _pairs(comma: re.Match[str]) -> list[tuple[str, str]]:
    found = [part for part in comma.groups() if part is not None]
    return list(zip(found[::2], found[1::2], strict=True))


def _unwrapped(text: str) -> str:
    """Return the text without quotes, which cmd.exe keeps, and without brackets."""
    text = text.strip("'\"")
    found = _BRACKETS.fullmatch(text)
    return f"{found['inside'].strip()}{found['unit']}" if found else text


def _read_end(text: str, whole: str) -> End:
    found = _END.fullmatch(text)
    if not found:
        raise BadValue(RULE)
    number = float(found[1])
    if math.isinf(number):
        raise BadValue("the number is too large")
    typed = found[2].lower()
    if typed not in _UNITS and typed:
        raise BadValue(f"{RULE}, without {typed}", whole.replace(found[2], ""))
    return End(number, _UNITS.get(typed, ""))
