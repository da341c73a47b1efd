"""Tell what the parameters of functions hold, by their defaults and by their calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from augcli.interop.importers.code.evaluate import Evaluator
from augcli.interop.importers.code.values import UNREAD, Assumed, Mark, Value, same

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_NOT_GIVEN = object()


def options_of(nodes: Iterable[ast.AST], evaluator: Evaluator) -> dict[str, Value]:
    """Return the default of each option that the code adds to an ``argparse`` parser."""
    found: dict[str, Value] = {}
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr="add_argument"), args=names, keywords=given):
                flags = [evaluator.value(one) for one in names]
                settings = {one.arg: evaluator.value(one.value) for one in given if one.arg}
                texts = [flag for flag in flags if isinstance(flag, str) and flag]
                if texts:
                    long = max(texts, key=lambda text: text.startswith("--"))
                    name = settings.get("dest", long.lstrip("-").replace("-", "_"))
                    found[str(name)] = _option(long, settings)
    return found


def _option(flag: str, settings: dict[str, Value]) -> Value:
    action = settings.get("action")
    implied = {"store_true": False, "store_false": True}.get(str(action), UNREAD)
    value = settings.get("default", implied)
    return value if isinstance(value, Mark) else Assumed(value, (f"the default of {flag}",))


class Parameters:
    """The values of parameters, from all the calls of a function in the code."""

    def __init__(self, nodes: Sequence[ast.AST], evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._calls: dict[str, list[ast.Call]] = {}
        for node in nodes:
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    self._calls.setdefault(name, []).append(node)
        self._given: dict[ast.expr, Value] = {}

    def take(self, call: ast.Call) -> None:
        """Keep the values that a call gives, with the names that are known where it stands."""
        for node in (*call.args, *(one.value for one in call.keywords)):
            self._given[node] = self._evaluator.value(node)

    def of(self, function: _Function, class_name: str) -> dict[str, Value]:
        """Return the value of each parameter, UNREAD if calls differ in it or can't be read."""
        given = function.args
        positional = [*given.posonlyargs, *given.args]
        defaults: dict[str, ast.expr | None] = dict.fromkeys(one.arg for one in given.kwonlyargs)
        defaults |= zip(defaults, given.kw_defaults, strict=True)
        ends = positional[len(positional) - len(given.defaults) :]
        defaults |= dict.fromkeys(one.arg for one in positional)
        defaults |= {one.arg: value for one, value in zip(ends, given.defaults, strict=True)}
        places = {one.arg: place for place, one in enumerate(positional)}
        if class_name and positional and positional[0].arg in ("self", "cls"):
            del defaults[positional[0].arg]  # the class keeps what it holds
            places = {name: place - 1 for name, place in places.items()}
        name = class_name if function.name == "__init__" else function.name
        calls = self._calls.get(name, [])
        values = {
            parameter: self._one(name, calls, (parameter, places.get(parameter)), default)
            for parameter, default in defaults.items()
        }
        rest = [one.arg for one in (given.vararg, given.kwarg) if one]
        return {**values, **dict.fromkeys(rest, UNREAD)}

    def _one(
        self,
        function: str,
        calls: Sequence[ast.Call],
        parameter: tuple[str, int | None],
        default: ast.expr | None,
    ) -> Value:
        passed = [_argument(call, *parameter) for call in calls]
        usual = self._evaluator.value(default)
        if not passed or all(one is _NOT_GIVEN for one in passed):
            if isinstance(usual, Mark | Assumed) or passed:
                return usual
            return Assumed(usual, (f"the default of a parameter of {function}()",))
        values = [usual if one is _NOT_GIVEN else self._literal(one) for one in passed]
        return values[0] if all(same(values[0], one) for one in values) else UNREAD

    def _literal(self, node: object) -> Value:
        if not isinstance(node, ast.expr):
            return UNREAD
        if node in self._given:
            return self._given[node]
        # The call stands in a function that comes later: its names aren't known yet.
        names = any(isinstance(one, ast.Name) for one in ast.walk(node))
        return UNREAD if names else self._evaluator.value(node)


def _argument(call: ast.Call, name: str, place: int | None) -> object:
    """Return the expression that a call gives a parameter, UNREAD if that can't be told."""
    for one in call.keywords:
        if one.arg == name:
            return one.value
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    if starred or any(one.arg is None for one in call.keywords):
        return UNREAD
    given = place is not None and place < len(call.args)
    return call.args[place] if given and place is not None else _NOT_GIVEN
