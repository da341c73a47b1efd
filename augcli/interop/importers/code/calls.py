"""Find the calls of a function or class in Python code, by its syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from augcli.interop.importers.code.changed_by import Functions
from augcli.interop.importers.code.evaluate import Evaluator, last_name
from augcli.interop.importers.code.names import FoundCall
from augcli.interop.importers.code.parameters import Parameters, options_of
from augcli.interop.importers.code.source import Block, read_blocks
from augcli.interop.importers.code.syntax import not_python
from augcli.interop.importers.code.values import Value
from augcli.interop.importers.code.walk import Walk

_COMMAND = re.compile(r"\s*(!|%(?!%))")  # of a notebook, to the shell or to IPython


@dataclass(frozen=True)
class FoundCalls:
    """The calls in some code, in its order.

    ``others`` are calls of functions that do similar work: where each is, and its name.
    ``sizes`` are the heights and widths to which ``flow_from_directory`` resizes, and where.
    ``dropped`` are lines that are no Python, but name what is looked for: where, and their text.
    """

    calls: list[FoundCall]
    others: list[tuple[str, str]]
    sizes: list[tuple[str, tuple[Value, Value]]]
    dropped: list[tuple[str, str]]


def find_calls(
    data: bytes, name: str, order: Sequence[str], similar: Collection[str] = ()
) -> FoundCalls:
    """Return the calls of a function or class, under its name or any other that it is given.

    ``order`` holds the names of its positional arguments, ``similar`` the names of functions that
    do similar work. A name counts as the value that it has where the call stands.

    Raises:
        UsageProblem: the code can't be read.
    """
    blocks = read_blocks(data)
    nodes = [node for block in blocks for node in ast.walk(block.parsed.tree)]
    evaluator = Evaluator(name, order, {})
    evaluator.options = options_of(nodes, evaluator)
    walk = Walk(evaluator, Parameters(nodes, evaluator), Functions(nodes))
    walk.run(blocks)
    calls = list(_calls(blocks))
    found = FoundCalls(
        [evaluator.calls[node] for _, node in calls if node in evaluator.calls],
        [(where, word) for where, node in calls if (word := last_name(node.func)) in similar],
        walk.sizes,
        list(_dropped(blocks, re.compile(rf"\b({'|'.join([name, *order])})\b"))),
    )
    problems = [block.problem for block in blocks if block.problem]
    empty = all(isinstance(node, ast.Module | ast.Pass) for node in nodes)
    if problems and not found.calls and (found.dropped or empty):
        raise not_python(problems[0])
    return found


def _dropped(blocks: Sequence[Block], about: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        for line, text in block.parsed.dropped.items():
            if about.search(text) and not _COMMAND.match(text):
                yield block.place(line), f"{text.strip().splitlines()[0]:.60}"


def _calls(blocks: Sequence[Block]) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of anything in the order of the code, and where each is."""
    for block in blocks:
        calls = [node for node in ast.walk(block.parsed.tree) if isinstance(node, ast.Call)]
        calls.sort(key=lambda call: (call.lineno, call.col_offset))
        yield from ((block.place(call.lineno), call) for call in calls)
