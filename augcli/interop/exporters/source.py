"""Python source as a tree of calls, and comments where a library falls short of a pipeline."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 88
NOT_EXPRESSED = "not expressed: "


class NotExpressed(Exception):
    """A library has nothing that does this; the message says why."""


@dataclass(frozen=True)
class Raw:
    """An expression that is written as it stands."""

    text: str


@dataclass(frozen=True)
class Missing:
    """What can't be expressed, in the words of augcli, and why."""

    what: str
    why: str

    @property
    def text(self) -> str:
        return f"{NOT_EXPRESSED}{self.what}: {self.why}"


@dataclass(frozen=True)
class Call:
    """A call; a list that is its first argument holds ``members``, made anew for each of ``loop``.

    ``remarks`` are comments above it: where it differs from what augcli does.
    """

    name: str
    arguments: Mapping[str, object]
    members: Sequence[Node] | None = None
    loop: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Argument:
    """An argument on a line of its own, with remarks."""

    name: str
    value: object
    remarks: tuple[str, ...] = ()


Node = Call | Missing


def simple(number: float) -> float | int:
    """Return a number without the last bits, which calculation leaves behind."""
    rounded = float(f"{number:.12g}")
    return int(rounded) if rounded == int(rounded) else rounded


def comments(texts: Iterable[str]) -> list[str]:
    """Write texts as comments."""
    return [
        line
        for text in texts
        for line in textwrap.wrap(
            text, WIDTH + 8, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
        )
    ]


def lines(node: Node) -> list[str]:
    """Write a call or what stands for a missing one, indented by nothing."""
    if isinstance(node, Missing):
        return comments([node.text])
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


def listed(parts: Sequence[Argument | Missing], name: str) -> list[str]:
    """Write a call with an argument a line, each below its remarks."""
    body: list[str] = []
    for part in parts:
        if isinstance(part, Missing):
            body += comments([part.text])
        else:
            body += [*comments(part.remarks), f"{part.name}={written(part.value)},"]
    return [f"{name}(", *_indented(body), ")"]


def _indented(texts: Iterable[str]) -> list[str]:
    return [f"    {text}" for text in texts]


def written(value: object) -> str:
    """Write a value: numbers without the last bits of a calculation."""
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


def all_missing(nodes: Iterable[Node]) -> bool:
    """Say whether none of some nodes is a call."""
    return not any(isinstance(node, Call) for node in nodes)


def told(source: Iterable[str]) -> Iterator[str]:
    """Return what is said of things not expressed in some lines of source, each as one line."""
    text = ""
    for line in (line.strip() for line in source):
        if text and line.startswith("#   "):
            text += " " + line.removeprefix("#").strip()
            continue
        if text:
            yield text
        text = line.removeprefix("# ") if line.startswith(f"# {NOT_EXPRESSED}") else ""
    if text:
        yield text
