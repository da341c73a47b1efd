"""Follow the statements of code in order, to know what each name holds at a call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from augcli.interop.importers.code.bindings import Bindings, unwrapped
from augcli.interop.importers.code.changed_by import Functions
from augcli.interop.importers.code.evaluate import Evaluator, last_name
from augcli.interop.importers.code.names import WANTED, FoundCall, Names, Wanted
from augcli.interop.importers.code.parameters import Parameters
from augcli.interop.importers.code.source import Block
from augcli.interop.importers.code.values import UNREAD, Mark, Value, either

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_RESIZING = ("flow_from_directory", "flow_from_dataframe")


class Walk:
    """A walk through blocks of code that share their names, as the cells of a notebook do.

    Both branches of a condition are walked. What they set differently is unknown after them,
    unless the condition is known. Bodies of functions come last, when all names have values.
    """

    def __init__(self, evaluator: Evaluator, parameters: Parameters, functions: Functions) -> None:
        self.evaluator = evaluator
        self.functions = functions
        self.parameters = parameters
        self.sizes: list[tuple[str, tuple[Value, Value]]] = []
        self._later: list[tuple[_Function, Block, Names, str]] = []
        self._block: Block
        self._class = ""
        self.bindings = Bindings(evaluator)

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
                    self.bindings.forget(item)
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
                    self.bindings.bind(target, read)
            case ast.AnnAssign(target=target, value=given) if given is not None:
                self.bindings.bind(target, value(given))
            case ast.AugAssign(target=target, op=operation, value=given):
                whole = ast.copy_location(ast.BinOp(target, operation, given), node)
                self.bindings.bind(target, value(whole))
            case ast.Delete(targets=targets):
                for target in targets:
                    self.bindings.remove(target)
        for call in nodes:
            if isinstance(call, ast.Call):
                if isinstance(call.func, ast.Attribute):
                    self.bindings.change(call, call.func)
                self.bindings.change_by_function(call, self.functions.changes(call))

    def _look(self, *expressions: ast.expr) -> None:
        """Collect the calls in expressions."""
        for expression in expressions:
            self._collect(list(ast.walk(expression)))

    def _collect(self, nodes: Sequence[ast.AST]) -> None:
        for node in nodes:
            match node:  # what an expression sets within itself is unknown
                case ast.comprehension(target=target) | ast.NamedExpr(target=target):
                    self.bindings.forget(target)
                case ast.arg():
                    self.bindings.forget(node)
        for node in nodes:
            if isinstance(node, ast.Call):
                self.parameters.take(node)
                found = self.evaluator.value(node)
                self._note_size(node)
                if isinstance(found, FoundCall):
                    self.bindings.depths.setdefault(id(found), self.bindings.depth)

    def _note_size(self, call: ast.Call) -> None:
        """Keep the size to which a call of ``flow_from_directory`` or the like resizes."""
        for one in call.keywords if last_name(call.func) in _RESIZING else ():
            size = unwrapped(self.evaluator.value(one.value)) if one.arg == "target_size" else ()
            if isinstance(size, list | tuple) and len(size) == 2:
                self.sizes.append((self.evaluator.place(call.lineno), (size[0], size[1])))

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
            self.bindings.forget(statement)
        if not isinstance(node, ast.While):
            self.bindings.forget(node.target)
        self.bindings.depth += 1
        self._walk(node.body)
        self.bindings.depth -= 1
        self._walk(node.orelse)

    def _branches(self, test: Value, body: list[ast.stmt], otherwise: list[ast.stmt]) -> None:
        names = self.evaluator.names
        before = dict(names.own)
        test = unwrapped(test)
        unknown = isinstance(test, Mark)
        self.bindings.depth += unknown or not test
        self._walk(body)
        self.bindings.depth -= unknown or not test
        then, names.own = names.own, before
        self.bindings.depth += unknown or bool(test)
        self._walk(otherwise)
        self.bindings.depth -= unknown or bool(test)
        if unknown:
            names.own = either(then, names.own)
        elif test:
            names.own = then
