"""Write calls as Python source, with comments where they fall short of a pipeline."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 88


class NotExpressed(Exception):
    """A library can't do what a step does; the message says why."""


@dataclass(frozen=True)
class Raw:
    """An expression that is written without quotes."""

    text: str


@dataclass(frozen=True)
class Missing:
    """A shortfall: ``what`` the library can't do, as augcli writes it, and why."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"not expressed: {self.what}: {self.why}"


Remark = str | Missing


@dataclass(frozen=True)
class Call:
    """A call. ``members`` are the elements of a list, which is its first argument.

    ``loop`` is the ``for`` of a comprehension: the list has ``members`` once for each round.
    ``remarks`` are comments above the call: where it differs from augcli, or falls short of it.
    """

    name: str
    arguments: Mapping[str, object]
    members: Sequence[Node] | None = None
    loop: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Argument:
    """An argument on a line of its own, below its remarks."""

    name: str
    value: object
    remarks: tuple[Remark, ...] = ()


Node = Call | Missing


@dataclass(frozen=True)
class Code:
    """The lines of a module, and its shortfalls: what the library can't do of the pipeline."""

    lines: Sequence[str]
    shortfalls: Sequence[Missing]


def simple(number: float) -> float | int:
    """Return a number rounded to 12 digits, which removes rounding errors; whole ones as int."""
    rounded = float(f"{number:.12g}")
    return int(rounded) if rounded == int(rounded) else rounded


def comments(remarks: Iterable[Remark]) -> list[str]:
    """Return the lines of remarks as comments."""
    return [
        line
        for remark in remarks
        for line in textwrap.wrap(
            str(remark),
            WIDTH + 8,
            initial_indent="# ",
            subsequent_indent="#   ",
            break_on_hyphens=False,
        )
    ]


def lines(node: Node) -> list[str]:
    """Return the lines of a call, or the comment in place of a missing one."""
    if isinstance(node, Missing):
        return comments([node])
    return comments(node.remarks) + _call(node)


def _call(node: Call) -> list[str]:
    arguments = [f"{name}={written(value)}" for name, value in node.arguments.items()]
    if node.members is None:
        short = f"{node.name}({', '.join(arguments)})"
        if len(short) <= WIDTH:
            return [short]
        return [f"{node.name}(", *(f"    {one}," for one in arguments), ")"]
    inner = _indented(_members(node.members, trailing="" if node.loop else ","))
    loop = [f"    {node.loop}"] if node.loop else []
    if not arguments:
        return [f"{node.name}([", *inner, *loop, "])"]
    rest = [f"    {one}," for one in arguments]
    return [f"{node.name}(", "    [", *_indented(inner), *_indented(loop), "    ],", *rest, ")"]


def _members(members: Sequence[Node], trailing: str) -> list[str]:
    found: list[str] = []
    for member in members:
        found += lines(member)
        if isinstance(member, Call):
            found[-1] += trailing
    return found


def shortfalls(nodes: Iterable[Node | Argument]) -> Iterator[Missing]:
    """Yield all that is missing in calls and arguments, in the order of their lines."""
    for node in nodes:
        if isinstance(node, Missing):
            yield node
            continue
        yield from (remark for remark in node.remarks if isinstance(remark, Missing))
        if isinstance(node, Call):
            yield from shortfalls(node.members or ())


def argument_lines(parts: Sequence[Argument | Missing], name: str) -> list[str]:
    """Return the lines of a call with one argument a line, each below its remarks."""
    body: list[str] = []
    for part in parts:
        if isinstance(part, Missing):
            body += comments([part])
        else:
            body += [*comments(part.remarks), f"{part.name}={written(part.value)},"]
    return [f"{name}(", *_indented(body), ")"]


def _indented(texts: Iterable[str]) -> list[str]:
    return [f"    {text}" for text in texts]


def written(value: object) -> str:
    """Return a value as Python source; see :func:`simple` for how numbers are rounded.

    Raises:
        TypeError: the value is of another kind.
    """
    match value:
        case Raw():
            return value.text
        case str():
            return f'"{value}"'
        case bool() | int():
            return repr(value)
        case float():
            return repr(float(f"{value:.12g}"))
        case tuple():
            ends = ", ".join(map(written, value))
            return f"({ends},)" if len(value) == 1 else f"({ends})"
        case dict():
            return "{" + ", ".join(f'"{key}": {written(one)}' for key, one in value.items()) + "}"
        case _:
            raise TypeError(f"{value!r} can't be written")


def all_missing(nodes: Iterable[Node | Argument]) -> bool:
    """Return True if none of the nodes is a call or an argument."""
    return all(isinstance(node, Missing) for node in nodes)


def check_any(library: str, nodes: Sequence[Node | Argument]) -> None:
    """Raise NotExpressed, with the first reason, if a library can do none of the nodes."""
    if all_missing(nodes):
        why = "".join(f": {node.what}: {node.why}" for node in [*shortfalls(nodes)][:1])
        raise NotExpressed(f"{library} can do nothing of this pipeline{why}")
