"""Find calls in Python code by its syntax, without running it."""

from __future__ import annotations

import ast
import math
import sys
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from augcli.errors import UsageProblem

MOST_BYTES = 100_000


@dataclass(frozen=True)
class FoundCall:
    """A call on a line of the code, counted from 1.

    ``arguments`` are those given as literals, by name. ``unread`` maps the names of the others to
    their lines; ``**`` stands for all that a dictionary was unpacked from.
    """

    line: int
    arguments: dict[str, Any]
    unread: dict[str, int]


def find_calls(code: str, name: str, order: Sequence[str]) -> list[FoundCall]:
    """Return the calls of a function or class, under its name or an alias it is imported as.

    ``order`` holds the names of its positional arguments. A name that the code assigns once, to a
    literal, counts as that literal.

    Raises:
        UsageProblem: the code can't be parsed.
    """
    nodes = list(ast.walk(_parse(code)))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            node.value = _printable(node.value)
    names = {name, *_aliases(nodes, name)}
    found = [one for one in nodes if isinstance(one, ast.Call) and _name(one.func) in names]
    constants = _constants(nodes)
    found.sort(key=lambda call: (call.lineno, call.col_offset))
    return [_read(call, order, constants) for call in found]


def _parse(code: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are about the user's code
            return ast.parse(textwrap.dedent(code))
    except SyntaxError as error:
        where = f"line {error.lineno}: " if error.lineno else ""
        problem = f"the code is not valid Python: {where}{error.msg[:200]}"
    except (ValueError, RecursionError, MemoryError) as error:
        why = str(error)[:200] if isinstance(error, ValueError) else "it is nested too deeply"
        problem = f"the code is not valid Python: {why}"
    raise UsageProblem(problem, "give only the call, such as 'ImageDataGenerator(zoom_range=0.2)'")


def _printable(number: int) -> int | float:
    """Return a number, or infinity for one that no float holds.

    Python refuses to print a number of more than 4,300 digits; code may have it in hexadecimal.
    """
    return number if number.bit_length() < sys.float_info.max_exp else math.inf


def _aliases(nodes: Sequence[ast.AST], name: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            yield from (one.asname for one in node.names if one.name == name and one.asname)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name():
            return function.id
        case ast.Attribute():
            return function.attr
        case _:
            return ""


def _constants(nodes: Sequence[ast.AST]) -> dict[str, ast.expr]:
    """Return the value of each name that the code assigns exactly once."""
    found: dict[str, ast.expr] = {}
    stored = Counter(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if stored[name] == 1:
                found[name] = value
    return found


class _NotLiteral(Exception):
    pass


def _literal(node: ast.expr, constants: dict[str, ast.expr]) -> Any:
    if isinstance(node, ast.Name):
        # One step only: a name assigned to another name stays unread.
        node = constants.get(node.id, node)
    if isinstance(node, ast.Call) and _name(node.func) == "dict" and not node.args:
        pairs = [(one.arg, one.value) for one in node.keywords]
        return {name: _literal(value, {}) for name, value in pairs if name}
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise _NotLiteral from error


def _read(call: ast.Call, order: Sequence[str], constants: dict[str, ast.expr]) -> FoundCall:
    given = [*zip(order, call.args, strict=False), *((one.arg, one.value) for one in call.keywords)]
    arguments: dict[str, Any] = {}
    unread: dict[str, int] = {}
    for name, node in given:
        try:
            value = _literal(node, constants)
        except _NotLiteral:
            unread[name or "**"] = node.lineno
            continue
        if name is not None:
            arguments[name] = value
        elif isinstance(value, dict):
            arguments |= {str(key): one for key, one in value.items()}
    return FoundCall(call.lineno, arguments, unread)
