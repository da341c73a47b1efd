"""Set names, entries of dicts and arguments of calls, as statements do."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from augcli.interop.importers.code.changed_by import WHOLE, Change
from augcli.interop.importers.code.evaluate import Evaluator, code_of
from augcli.interop.importers.code.names import FoundCall
from augcli.interop.importers.code.values import (
    REST,
    UNREAD,
    Assumed,
    Mark,
    Unread,
    Value,
    conditional,
    either,
)


class Bindings:
    """What the statements set in the names of an evaluator.

    ``depth`` counts the conditions and loops around the statement, ``depths`` those around each
    call that was found.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.depth = 0
        self.depths: dict[int, int] = {}

    def forget(self, within: ast.AST) -> None:
        """Note that names which are set somewhere within code are not known."""
        for node in ast.walk(within):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.evaluator.names.own[node.id] = UNREAD
            elif isinstance(node, ast.arg):
                self.evaluator.names.own[node.arg] = UNREAD

    def bind(self, target: ast.expr, value: Value) -> None:
        """Set what a target of an assignment names."""
        match target:
            case ast.Name(id=name):
                self.evaluator.names.own[name] = value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                whole = isinstance(value, list | tuple) and len(value) == len(parts)
                for part, one in zip(parts, value if whole else [UNREAD] * len(parts), strict=True):
                    self.bind(part, one)
            case ast.Attribute(value=holder, attr=name):
                self._set(holder, name, value)
            case ast.Subscript(value=holder, slice=key):
                name = self.evaluator.value(key)
                self._set(holder, name if isinstance(name, str) else REST, value)

    def _set(self, holder: ast.expr, name: str, value: Value) -> None:
        """Set an entry of a dict, an attribute, or an argument of a call that was found."""
        whole = unwrapped(self.evaluator.value(holder))
        if isinstance(whole, FoundCall):
            where, code = self.evaluator.place(holder.lineno), f"{code_of(holder)}.{name}"
            if self.depth > self.depths.get(id(whole), 0) and not isinstance(value, Mark):
                known = name in whole.arguments or name in whole.unread
                value = UNREAD if known else conditional(value)
            whole.give(name, value, where, code)
        elif isinstance(whole, dict):
            self._rebind(holder, {**whole, name: value if name != REST else UNREAD})
        elif isinstance(whole, list):
            self._rebind(holder, UNREAD)

    def _rebind(self, holder: ast.expr, value: Value) -> None:
        """Put a changed dict in the place of the one that an expression names.

        It is a new one, so that what a branch changes can be taken back after it.
        """
        if not isinstance(holder, ast.Name):
            self.bind(holder, value)
        elif owner := self.evaluator.names.owner(holder.id):
            old = owner.own[holder.id]
            known_as = [name for name, one in owner.own.items() if one is old]
            # Only the names of the scope itself are taken back.
            outside = self.depth and owner is not self.evaluator.names
            merged = either({"": old}, {"": value})[""] if outside else value
            owner.own |= dict.fromkeys(known_as, merged)

    def remove(self, target: ast.expr) -> None:
        """Remove a name, or an entry of a dict."""
        if isinstance(target, ast.Name):
            self.evaluator.names.own.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            self._without(target.value, self.evaluator.value(target.slice))

    def _without(self, holder: ast.expr, key: Value) -> None:
        whole = unwrapped(self.evaluator.value(holder))
        if isinstance(whole, dict):
            left = {name: value for name, value in whole.items() if name != key}
            self._rebind(holder, left if isinstance(key, str) else {**whole, REST: UNREAD})

    def change_by_function(self, call: ast.Call, changes: Iterable[Change]) -> None:
        """Note that a call of a function in the code changes entries, or all, of some names."""
        unknown = Unread(code_of(call))
        for name, key in sorted(changes):
            holder = ast.copy_location(ast.Name(name, ast.Load()), call)
            owner = self.evaluator.names.owner(name)
            if key != WHOLE:
                self._set(holder, key, unknown)
            elif owner:
                owner.own[name] = unknown

    def change(self, call: ast.Call, method: ast.Attribute) -> None:
        """Change a dict as its method does."""
        if method.attr not in ("update", "pop", "clear", "setdefault", "append", "extend"):
            return
        holder = method.value
        whole = unwrapped(self.evaluator.value(holder))
        if isinstance(whole, list):
            self._rebind(holder, UNREAD)
        if not isinstance(whole, dict):
            return
        if method.attr == "update":
            made = ast.copy_location(ast.Call(ast.Name("dict"), call.args, call.keywords), call)
            new = unwrapped(self.evaluator.value(made))
            self._rebind(holder, {**whole, **(new if isinstance(new, dict) else {REST: UNREAD})})
        elif method.attr == "pop" and call.args:
            self._without(holder, self.evaluator.value(call.args[0]))
        elif method.attr == "clear":
            self._rebind(holder, {})
        elif method.attr == "setdefault" and len(call.args) == 2:
            key = self.evaluator.value(call.args[0])
            if isinstance(key, str) and key not in whole:
                self._rebind(holder, {**whole, key: self.evaluator.value(call.args[1])})


def unwrapped(value: Value) -> Value:
    """Return a value without the mark that it is only assumed."""
    return value.value if isinstance(value, Assumed) else value
