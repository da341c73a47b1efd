"""Follow the statements of code in order, to know what each name holds at a call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from augcli.interop.importers.code.evaluate import (
    WANTED,
    Evaluator,
    FoundCall,
    Names,
    Wanted,
    code_of,
)
from augcli.interop.importers.code.parameters import Parameters
from augcli.interop.importers.code.source import Block
from augcli.interop.importers.code.values import (
    REST,
    UNREAD,
    Assumed,
    Mark,
    Value,
    conditional,
    either,
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Walk:
    """A walk through blocks of code that share their names, as the cells of a notebook do.

    Both branches of a condition are walked. What they set differently is unknown after them,
    unless the condition is known. Bodies of functions come last, when all names have values.
    """

    def __init__(self, evaluator: Evaluator, parameters: Parameters) -> None:
        self.evaluator = evaluator
        self.parameters = parameters
        self._later: list[tuple[_Function, Block, Names, str]] = []
        self._block: Block
        self._class = ""
        self._depth = 0  # of conditions and loops
        self._depths: dict[int, int] = {}  # of the calls

    def run(self, blocks: Sequence[Block]) -> None:
        """Walk all the blocks, and then the functions in them."""
        self.evaluator.names.own["__name__"] = "__main__"
        for block in blocks:
            self._enter(block)
            self._walk(block.parsed.tree.body)
        for function, block, names, class_name in self._later:  # it grows meanwhile
            self._enter(block)
            self.evaluator.names = Names(names)
            self._class = class_name
            self.evaluator.names.own |= self.parameters.of(function, class_name)
            self._walk(function.body)

    def _enter(self, block: Block) -> None:
        self._block = block
        self.evaluator.place = block.place

    def _walk(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            try:
                self._statement(statement)
            except RecursionError:
                continue  # nested so deeply, it holds nothing that people write

    def _statement(self, node: ast.stmt) -> None:  # noqa: PLR0912, one case a kind of statement
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._look(*node.decorator_list, *node.args.defaults)
                self._later.append((node, self._block, self.evaluator.names, self._class))
            case ast.ClassDef():
                self._class_body(node)
            case ast.If():
                self._look(node.test)
                self._branches(self.evaluator.value(node.test), node.body, node.orelse)
            case ast.For() | ast.AsyncFor() | ast.While():
                self._loop(node)
            case ast.Try():
                self._walk([*node.body, *node.orelse])
                for handler in node.handlers:
                    self._branches(False, handler.body, [])
                self._walk(node.finalbody)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self._look(item.context_expr)
                    self._forget(item)
                self._walk(node.body)
            case ast.Match():
                self._look(node.subject)
                for case in node.cases:
                    self._branches(UNREAD, case.body, [])
            case ast.ImportFrom():
                for one in node.names:
                    if one.name == self.evaluator.wanted:
                        self.evaluator.names.own[one.asname or one.name] = WANTED
            case _:
                self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        """Look at a statement without a body, and set the names that it sets."""
        nodes = list(ast.walk(node))
        self._collect(nodes)
        value = self.evaluator.value
        match node:
            case ast.Assign(targets=targets, value=given):
                read = self.evaluator.entry(given)
                for target in targets:
                    self._bind(target, read)
            case ast.AnnAssign(target=target, value=given) if given is not None:
                self._bind(target, value(given))
            case ast.AugAssign(target=target, op=operation, value=given):
                whole = ast.copy_location(ast.BinOp(target, operation, given), node)
                self._bind(target, value(whole))
            case ast.Delete(targets=targets):
                for target in targets:
                    self._remove(target)
        for call in nodes:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                self._change(call, call.func)

    def _look(self, *expressions: ast.expr) -> None:
        """Collect the calls in expressions."""
        for expression in expressions:
            self._collect(list(ast.walk(expression)))

    def _collect(self, nodes: Sequence[ast.AST]) -> None:
        for node in nodes:
            match node:  # what an expression sets within itself is unknown
                case ast.comprehension(target=target) | ast.NamedExpr(target=target):
                    self._forget(target)
                case ast.arg():
                    self._forget(node)
        for node in nodes:
            if isinstance(node, ast.Call):
                self.parameters.take(node)
                found = self.evaluator.value(node)
                if isinstance(found, FoundCall):
                    self._depths.setdefault(id(found), self._depth)

    def _forget(self, within: ast.AST) -> None:
        for node in ast.walk(within):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.evaluator.names.own[node.id] = UNREAD
            elif isinstance(node, ast.arg):
                self.evaluator.names.own[node.arg] = UNREAD

    def _bind(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(id=name):
                self.evaluator.names.own[name] = value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                whole = isinstance(value, list | tuple) and len(value) == len(parts)
                for part, one in zip(parts, value if whole else [UNREAD] * len(parts), strict=True):
                    self._bind(part, one)
            case ast.Attribute(value=holder, attr=name):
                self._set(holder, name, value)
            case ast.Subscript(value=holder, slice=key):
                name = self.evaluator.value(key)
                self._set(holder, name if isinstance(name, str) else REST, value)

    def _set(self, holder: ast.expr, name: str, value: Value) -> None:
        """Set an entry of a dict, an attribute, or an argument of a call that was found."""
        whole = _unwrapped(self.evaluator.value(holder))
        if isinstance(whole, FoundCall):
            where, code = self._block.place(holder.lineno), f"{code_of(holder)}.{name}"
            if self._depth > self._depths.get(id(whole), 0) and not isinstance(value, Mark):
                known = name in whole.arguments or name in whole.unread
                value = UNREAD if known else conditional(value)
            whole.give(name, value, where, code)
        elif isinstance(whole, dict):
            self._rebind(holder, {**whole, name: value if name != REST else UNREAD})
        elif isinstance(whole, list):
            self._rebind(holder, UNREAD)

    def _rebind(self, holder: ast.expr, value: Value) -> None:
        # A changed dict is a new one: what a branch changes can be taken back after it.
        if not isinstance(holder, ast.Name):
            self._bind(holder, value)
        elif owner := self.evaluator.names.owner(holder.id):
            new = {holder.id: value}
            # Only the names of the scope itself are taken back.
            outside = self._depth and owner is not self.evaluator.names
            owner.own |= either({holder.id: owner.own[holder.id]}, new) if outside else new

    def _remove(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.evaluator.names.own.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            self._without(target.value, self.evaluator.value(target.slice))

    def _without(self, holder: ast.expr, key: Value) -> None:
        whole = _unwrapped(self.evaluator.value(holder))
        if isinstance(whole, dict):
            left = {name: value for name, value in whole.items() if name != key}
            self._rebind(holder, left if isinstance(key, str) else {**whole, REST: UNREAD})

    def _change(self, call: ast.Call, method: ast.Attribute) -> None:
        """Change a dict as its method does."""
        if method.attr not in ("update", "pop", "clear", "setdefault", "append", "extend"):
            return
        holder = method.value
        whole = _unwrapped(self.evaluator.value(holder))
        if isinstance(whole, list):
            self._rebind(holder, UNREAD)
        if not isinstance(whole, dict):
            return
        if method.attr == "update":
            made = ast.copy_location(ast.Call(ast.Name("dict"), call.args, call.keywords), call)
            new = _unwrapped(self.evaluator.value(made))
            self._rebind(holder, {**whole, **(new if isinstance(new, dict) else {REST: UNREAD})})
        elif method.attr == "pop" and call.args:
            self._without(holder, self.evaluator.value(call.args[0]))
        elif method.attr == "clear":
            self._rebind(holder, {})
        elif method.attr == "setdefault" and len(call.args) == 2:
            key = self.evaluator.value(call.args[0])
            if isinstance(key, str) and key not in whole:
                self._rebind(holder, {**whole, key: self.evaluator.value(call.args[1])})

    def _class_body(self, node: ast.ClassDef) -> None:
        self._look(*node.bases)
        outer, names = self._class, self.evaluator.names
        if any(isinstance(self.evaluator.value(base), Wanted) for base in node.bases):
            names.own[node.name] = WANTED
        inside = self.evaluator.names = Names(names)
        self._class = node.name
        self._walk(node.body)
        attributes = dict(inside.own)
        if not isinstance(names.find(node.name), Wanted):
            names.own[node.name] = attributes
        inside.own = {"self": attributes, "cls": attributes}
        self.evaluator.names, self._class = names, outer

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        self._look(node.test if isinstance(node, ast.While) else node.iter)
        # A later round begins with what an earlier one has set.
        for statement in node.body:
            self._forget(statement)
        if not isinstance(node, ast.While):
            self._forget(node.target)
        self._depth += 1
        self._walk(node.body)
        self._depth -= 1
        self._walk(node.orelse)

    def _branches(self, test: Value, body: list[ast.stmt], otherwise: list[ast.stmt]) -> None:
        names = self.evaluator.names
        before = dict(names.own)
        test = _unwrapped(test)
        unknown = isinstance(test, Mark)
        self._depth += unknown or not test
        self._walk(body)
        self._depth -= unknown or not test
        then, names.own = names.own, before
        self._depth += unknown or bool(test)
        self._walk(otherwise)
        self._depth -= unknown or bool(test)
        if unknown:
            names.own = either(then, names.own)
        elif test:
            names.own = then


def _unwrapped(value: Value) -> Value:
    return value.value if isinstance(value, Assumed) else value
