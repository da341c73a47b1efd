"""Tell what a call of a function in the code changes: dicts that it gets, and outer names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from augcli.interop.importers.code.values import REST

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_CHANGING = ("update", "pop", "popitem", "setdefault", "clear", "append", "extend", "insert")
_DEEPEST = 5  # functions that call each other
WHOLE = ""
"""The key of a change to all of a name."""


class Change(NamedTuple):
    """What a call changes: a name, and the key of the entry, ``**`` for an entry not known."""

    name: str
    key: str


class Functions:
    """The functions of some code, by name."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._functions: dict[str, list[_Function]] = {}
        for node in nodes:
            if isinstance(node, _Function):
                self._functions.setdefault(node.name, []).append(node)

    def changes(self, call: ast.Call, depth: int = 0) -> set[Change]:
        """Return what a call changes of the names that it is given, and of outer names."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        found: set[Change] = set()
        for function in self._functions.get(name, []) if depth < _DEEPEST else ():
            given = _given(call, function)
            local = _set_inside(function) - _declared(function)
            aliases, new = _aliases(function), _made_new(function)
            for changed, key in self._in_body(function, depth):
                inner = aliases.get(changed, changed)
                if inner in given and inner not in new:
                    found.add(Change(given[inner], key))
                elif inner not in local and inner not in _parameters(function):
                    found.add(Change(inner, key))
        return {change for change in found if change.name}

    def _in_body(self, function: _Function, depth: int) -> Iterator[Change]:
        declared = _declared(function)
        for node in ast.walk(function):
            match node:
                case ast.Name(id=name) if name in declared and _is_set(node):
                    yield Change(name, WHOLE)
                case ast.Subscript(value=ast.Name(id=name), slice=key) if _is_set(node):
                    yield Change(name, _text(key))
                case ast.Attribute(value=ast.Name(id=name), attr=key) if _is_set(node):
                    yield Change(name, key)
                case ast.AugAssign(target=ast.Name(id=name), op=ast.BitOr()):
                    yield Change(name, REST)
                case ast.Call(func=ast.Name("setattr"), args=[ast.Name(id=name), key, _]):
                    yield Change(name, _text(key))
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                    if method in _CHANGING:
                        yield from (Change(name, key) for key in _keys(node))
                    yield from self.changes(node, depth + 1)
                case ast.Call():
                    yield from self.changes(node, depth + 1)


def _keys(call: ast.Call) -> Iterator[str]:
    """Yield the entries that a method of a dict changes."""
    for one in call.keywords:
        yield one.arg or REST
    match call.args:
        case [ast.Dict(keys=keys), *_]:
            yield from (_text(key) for key in keys)
        case [key, *_]:
            yield _text(key)
        case [] if not call.keywords:  # clear(), popitem()
            yield REST


def _given(call: ast.Call, function: _Function) -> dict[str, str]:
    """Return the name that a call gives each parameter, empty for what is no name."""
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(call.func, ast.Attribute) and places[:1] in (["self"], ["cls"]):
        places = places[1:]
    given = {place: _name(one) for place, one in zip(places, call.args, strict=False)}
    return given | {one.arg: _name(one.value) for one in call.keywords if one.arg}


def _parameters(function: _Function) -> set[str]:
    return {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}


def _set_inside(function: _Function) -> set[str]:
    names = [one for one in ast.walk(function) if isinstance(one, ast.Name)]
    return {one.id for one in names if _is_set(one)}


def _declared(function: _Function) -> set[str]:
    """Return the names that a function declares global or nonlocal."""
    nodes = [one for one in ast.walk(function) if isinstance(one, ast.Global | ast.Nonlocal)]
    return {name for node in nodes for name in node.names}


def _aliases(function: _Function) -> dict[str, str]:
    """Return the other name of each name that is only another for it: ``p = params``."""
    return {
        target.id: node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _made_new(function: _Function) -> set[str]:
    """Return the names that a function sets to something new, such as ``p = dict(p)``."""
    return {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_set(node: ast.AST) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _text(key: ast.expr | None) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else REST
