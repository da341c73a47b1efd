"""Calculate with values that are known without running code: literals."""

from __future__ import annotations

import ast
import math
import operator
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Value = Any
"""A number, text, list, tuple or dict of such, or one of the marks below."""

_MOST_PARTS = 500


class Mark:
    """A value that stands for what is no literal."""


class Unread(Mark):
    """A value that can't be known without running the code, which ``code`` shows."""

    def __init__(self, code: str = "") -> None:
        self.code = code


UNREAD = Unread()
CONDITION = "set only under a condition"
"""Why a value is only assumed: an entry that one of two branches adds to a dict."""
REST = "**"
"""The key of a dict under which it holds UNREAD if some of its entries aren't known."""


@dataclass(frozen=True)
class Assumed:
    """A value that the code may get from elsewhere, and where it was taken from."""

    value: Value
    why: tuple[str, ...]


def bounded(value: Value) -> Value:
    """Return the value, or UNREAD if it has so many parts that code was written to exhaust us."""
    left, parts = _MOST_PARTS, [value]
    while parts:
        part = parts.pop()
        left -= 1
        if left < 0:
            return UNREAD
        if isinstance(part, Assumed):
            parts.append(part.value)
        elif isinstance(part, list | tuple | Mapping):
            inner = list(part.values()) if isinstance(part, Mapping) else part
            if len(inner) > left:
                return UNREAD
            parts += inner
    return value


def same(one: Value, other: Value) -> bool:
    """Return True if two values are equal and of one type: 1 and 1.0 differ for a shift."""
    return one is other or (type(one) is type(other) and bool(one == other))


def either(one: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is known after one of two branches, by name."""
    merged = {**one, **other}
    for name in one.keys() & other.keys():
        first, second = one[name], other[name]
        if same(first, second):
            continue
        entries = isinstance(first, dict) and isinstance(second, dict)
        merged[name] = _either_entry(first, second) if entries else UNREAD
    return merged


def _either_entry(one: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    in_both = {
        name: one[name] if same(one[name], other[name]) else UNREAD
        for name in one.keys() & other.keys()
    }
    in_one = {
        name: value if isinstance(value, Mark) else conditional(value)
        for name, value in {**one, **other}.items()
        if name not in in_both
    }
    return {**in_both, **in_one}


def conditional(value: Value) -> Assumed:
    """Return a value that is set under a condition only."""
    if isinstance(value, Assumed):
        return Assumed(value.value, tuple(dict.fromkeys((*value.why, CONDITION))))
    return Assumed(value, (CONDITION,))


def _power(base: float, exponent: float) -> Any:
    # 9**9**9 would take hours and all memory; a float ends at once.
    bits = base.bit_length() if isinstance(base, int) else math.inf
    if isinstance(exponent, int) and 0 <= bits * exponent < sys.float_info.max_exp:
        return base**exponent
    try:
        return float(base) ** exponent
    except OverflowError:
        return math.inf


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: lambda one, other: one is other,
    ast.IsNot: lambda one, other: one is not other,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "int": int,
    "float": float,
    "bool": bool,
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "radians": math.radians,
    "degrees": math.degrees,
    "tuple": tuple,
    "list": list,
}
CONSTANTS = {("math", "pi"): math.pi, ("np", "pi"): math.pi, ("numpy", "pi"): math.pi}


def unary(operation: ast.unaryop, value: Value) -> Value:
    """Return the value of ``-x``, ``+x`` or ``not x``."""
    if isinstance(operation, ast.Not) and not isinstance(value, Mark):
        return not value
    return _calculated(_UNARY.get(type(operation)), value)


def binary(operation: ast.operator, left: Value, right: Value) -> Value:
    """Return the value of arithmetic on two numbers; of other types nothing is known."""
    return _calculated(_BINARY.get(type(operation)), left, right)


def compared(operation: ast.cmpop, left: Value, right: Value) -> Value:
    """Return whether two numbers, texts or constants compare so."""
    plain = (bool, int, float, str, type(None))
    if not isinstance(left, plain) or not isinstance(right, plain):
        return UNREAD
    return _result(_COMPARE.get(type(operation)), left, right)


def applied(name: str, values: Iterable[Value]) -> Value:
    """Return what a function of Python or ``math`` makes of values."""
    given = list(values)
    parts = [part for one in given for part in (one if isinstance(one, list | tuple) else [one])]
    if not all(isinstance(part, int | float | str) for part in parts):
        return UNREAD
    return _result(FUNCTIONS.get(name), *given)


def _calculated(function: Callable[..., Any] | None, *numbers: Value) -> Value:
    if not all(isinstance(one, int | float) for one in numbers):
        return UNREAD
    return _result(function, *numbers)


def _result(function: Callable[..., Any] | None, *values: Value) -> Value:
    if function is None:
        return UNREAD
    try:
        found = function(*values)
    except (ArithmeticError, TypeError, ValueError):
        return UNREAD
    return UNREAD if isinstance(found, complex) else printable_number(found)


def printable_number(value: Value) -> Value:
    """Return a value; of a whole number that no float holds, infinity.

    Python refuses to print a number of more than 4,300 digits; code may have it in hexadecimal.
    """
    huge = isinstance(value, int) and value.bit_length() >= sys.float_info.max_exp
    return math.inf if huge else value
