"""Work out the values of expressions, and find the calls in them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from augcli.interop.importers.code.names import WANTED, FoundCall, Names, Wanted
from augcli.interop.importers.code.values import (
    CONSTANTS,
    FUNCTIONS,
    REST,
    UNREAD,
    Assumed,
    Mark,
    Unread,
    Value,
    applied,
    binary,
    bounded,
    compared,
    printable_number,
    unary,
)

_LIKE_DICT = ("dict", "OrderedDict", "SimpleNamespace", "Namespace", "EasyDict", "AttrDict")
_COPIES = ("copy", "deepcopy")
_METHODS = (*_COPIES, "get", "pop", "setdefault")


def code_of(node: ast.AST) -> str:
    """Return the code of an expression, cut to a readable length."""
    try:
        return f"{ast.unparse(node):.60}"
    except (RecursionError, ValueError):  # a number of too many digits to print
        return ""


class Evaluator:
    """Work out expressions with the names of a scope.

    ``wanted`` is the name of the function or class whose calls are collected, ``order`` the names
    of its positional arguments, and ``options`` are those of ``argparse`` with their defaults.
    """

    def __init__(self, wanted: str, order: Sequence[str], options: dict[str, Value]) -> None:
        self.wanted = wanted
        self.order = order
        self.options = options
        self.names = Names()
        self.calls: dict[ast.Call, FoundCall] = {}
        self.place: Callable[[int], str] = "line {}".format
        self._assumed: list[str] = []

    def value(self, node: ast.expr | None) -> Value:
        """Return the value of an expression, UNREAD if it can't be known."""
        outer, self._assumed = self._assumed, []
        try:
            value = bounded(self._plain(node))
        except RecursionError:
            value = UNREAD
        why, self._assumed = tuple(dict.fromkeys(self._assumed)), outer
        return Assumed(value, why) if why and not isinstance(value, Mark) else value

    def _plain(self, node: ast.expr | None) -> Value:
        value = self._raw(node)
        if isinstance(value, Assumed):
            self._assumed += value.why
            return value.value
        return value

    def _raw(self, node: ast.expr | None) -> Value:  # noqa: PLR0911, one case a kind
        match node:
            case ast.Constant(value=value):
                return printable_number(value)
            case ast.Name(id=name):
                known = self.names.find(name)
                return WANTED if name == self.wanted and isinstance(known, Unread) else known
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Dict(keys=keys, values=values):
                return self._dict(zip(keys, values, strict=True))
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                read = [self._plain(part) for part in parts]
                known = not any(isinstance(part, Mark) for part in read)
                whole = read if isinstance(node, ast.List) else tuple(read)
                return whole if known else UNREAD
            case ast.UnaryOp(op=operation, operand=operand):
                return unary(operation, self._plain(operand))
            case ast.BinOp(left=left, op=operation, right=right):
                return self._binary(operation, self._plain(left), self._plain(right))
            case ast.Compare(left=left, ops=[operation], comparators=[right]):
                return compared(operation, self._plain(left), self._plain(right))
            case ast.IfExp(test=test, body=body, orelse=otherwise):
                chosen = self._plain(test)
                return (
                    chosen
                    if isinstance(chosen, Mark)
                    else self._plain(body if chosen else otherwise)
                )
            case ast.Subscript(value=holder, slice=key):
                return self._item(self._plain(holder), self._plain(key))
            case _:
                return UNREAD

    def _binary(self, operation: ast.operator, left: Value, right: Value) -> Value:
        if isinstance(operation, ast.BitOr) and isinstance(left, dict) and isinstance(right, dict):
            return {**left, **right}
        return binary(operation, left, right)

    def _attribute(self, node: ast.Attribute) -> Value:
        if node.attr == self.wanted:
            return WANTED
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CONSTANTS:
            return CONSTANTS[node.value.id, node.attr]
        holder = self._plain(node.value)
        if isinstance(holder, dict) and (node.attr in holder or REST not in holder):
            return holder.get(node.attr, UNREAD)
        return self.options.get(node.attr, UNREAD) if isinstance(holder, Unread) else UNREAD

    @staticmethod
    def _item(holder: Value, key: Value) -> Value:
        if isinstance(holder, dict) and isinstance(key, str):
            return holder.get(key, UNREAD)
        if isinstance(holder, list | tuple) and isinstance(key, int) and -len(holder) <= key:
            return holder[key] if key < len(holder) else UNREAD
        return UNREAD

    def _dict(self, pairs: object) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for key, value in pairs:  # type: ignore[attr-defined]  # a zip of names and values
            if key is None:  # **other
                other = self._plain(value)
                made |= other if isinstance(other, dict) else {REST: UNREAD}
                continue
            name = self._plain(key) if isinstance(key, ast.expr) else key
            made[name if isinstance(name, str) else REST] = self.entry(value)
        return made

    def entry(self, node: ast.expr) -> Value:
        """Return the value of an expression for a dict, which keeps the code of one not known."""
        value = self.value(node)
        return Unread(code_of(node)) if value is UNREAD else value

    def _call(self, node: ast.Call) -> Value:  # noqa: PLR0911, one case a kind of function
        name = last_name(node.func)
        if isinstance(node.func, ast.Attribute) and name in _METHODS:
            return self._method(node, name, self._plain(node.func.value))
        function = self._plain(node.func)
        if isinstance(function, Wanted):
            return self._found(node, node.args)
        if name == "partial" and node.args and isinstance(self._plain(node.args[0]), Wanted):
            return self._found(node, node.args[1:])
        if isinstance(function, dict):  # a class: its attributes
            return dict(function)
        if name in _LIKE_DICT:
            return self._made_dict(node)
        if name in _COPIES and node.args:
            return self._copied(self._plain(node.args[0]))
        if name in ("parse_args", "parse_known_args"):
            return dict(self.options)
        if name not in FUNCTIONS or node.keywords:
            return UNREAD
        return applied(name, map(self._plain, node.args))

    @staticmethod
    def _copied(value: Value) -> Value:
        # A dict that has two names changes under both, a copy does not.
        return dict(value) if isinstance(value, dict) else value

    def _made_dict(self, node: ast.Call) -> Value:
        named = self._dict((one.arg, one.value) for one in node.keywords)
        first = self._plain(node.args[0]) if node.args else {}
        return {**first, **named} if isinstance(first, dict) else {REST: UNREAD, **named}

    def _method(self, node: ast.Call, name: str, holder: Value) -> Value:
        if name in _COPIES:  # d.copy(), copy.copy(d)
            return self._copied(self._plain(node.args[0]) if node.args else holder)
        key, *otherwise = map(self._plain, node.args) if node.args else [UNREAD]
        if not isinstance(holder, dict) or not isinstance(key, str):
            return UNREAD
        if key in holder or REST in holder:
            return holder.get(key, UNREAD)
        return otherwise[0] if otherwise else None

    def _found(self, node: ast.Call, positional: Sequence[ast.expr]) -> FoundCall:
        if node in self.calls:
            return self.calls[node]
        found = self.calls[node] = FoundCall(self.place(node.lineno))
        for name, given in zip(self.order, positional, strict=False):
            if isinstance(given, ast.Starred):
                found.give("*", UNREAD, self.place(given.lineno), code_of(given))
                break
            found.give(name, self.value(given), self.place(given.lineno), code_of(given))
        for one in node.keywords:
            where, code = self.place(one.value.lineno), code_of(one.value)
            if one.arg is not None:
                found.give(one.arg, self.value(one.value), where, code)
                continue
            unpacked = self._plain(one.value)
            entries = unpacked if isinstance(unpacked, dict) else {REST: UNREAD}
            for name, value in entries.items():
                found.give(name, value, where, code)
        return found


def last_name(function: ast.expr) -> str:
    """Return the name by which a function is called, without what stands before a dot."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
