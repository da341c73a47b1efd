"""The generated part of docs/api.md: each public name with its docstring and example."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import augcli

_SECTION = re.compile(r"^(Example|Raises):\n", re.MULTILINE)
_CALL = ("__call__",)


def api_entries() -> str:
    """Return an entry for each public name of the package, classes with their methods."""
    names = sorted(augcli.__all__, key=lambda name: _is_error(getattr(augcli, name)))
    return "\n".join(entry for name in names for entry in _entries(name))


def called() -> list[str]:
    """Return the names of all that is called: functions and methods."""
    found = [pair for name in augcli.__all__ for pair in _members(name, getattr(augcli, name))]
    return [title for title, one in found if not inspect.isclass(one)]


def examples() -> dict[str, str]:
    """Return the example of each public name that has one, as a session of the interpreter."""
    found = {}
    for name in augcli.__all__:
        for title, one in _members(name, getattr(augcli, name)):
            example = _sections(one).get("Example")
            if example:
                found[title] = example
    return found


def _entries(name: str) -> Iterator[str]:
    for title, one in _members(name, getattr(augcli, name)):
        sections = _sections(one)
        level = "###" if "." in title else "##"
        yield f"{level} `augcli.{title}`\n"
        if callable(one) and not inspect.isclass(one):
            yield f"```python\n{_signature(title, one)}\n```\n"
        yield sections[""].replace("``", "`").replace(":meth:", "").strip() + "\n"
        if "Example" in sections:
            yield f"```python\n{sections['Example'].strip()}\n```\n"
        if "Raises" in sections:
            yield "".join(_raises(sections["Raises"]))


def _members(name: str, one: Any) -> Iterator[tuple[str, Any]]:
    """Yield a public name, and the methods of a class that are written in it, in their order."""
    yield name, one
    if not inspect.isclass(one) or _is_error(one):
        return
    for method in vars(one):
        if (not method.startswith("_") or method in _CALL) and _is_method(one, method):
            yield f"{name}.{method}", getattr(one, method)


def _is_error(one: Any) -> bool:
    return inspect.isclass(one) and issubclass(one, Exception)


def _is_method(owner: type, name: str) -> bool:
    return inspect.isroutine(getattr(owner, name)) and bool(getattr(owner, name).__doc__)


def _sections(one: Any) -> dict[str, str]:
    """Return the parts of a docstring by their heading; the first has none."""
    text = inspect.getdoc(one) or ""
    first, *rest = _SECTION.split(text)
    parts = {
        heading: inspect.cleandoc(body) for heading, body in zip(rest[::2], rest[1::2], strict=True)
    }
    return {"": first, **parts}


def _signature(title: str, one: Any) -> str:
    """Return how a name is called, without annotations: the text says what is taken."""
    signature = inspect.signature(one)
    bare = [
        each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()
    ]
    owner, _, method = title.partition(".")
    if method and bare and bare[0].name == "self":
        bare = bare[1:]
        owner = owner.lower()
    dotted = owner if method == "__call__" else f"{owner}.{method}" if method else owner
    prefix = "" if owner.islower() and method else "augcli."
    called = str(inspect.Signature(bare)).replace("'", '"')  # as ruff formats the page
    return f"{prefix}{dotted}{called}"


def _raises(text: str) -> Iterator[str]:
    """Yield a line for each error; a line that is indented goes on with the one before."""
    joined = re.sub(r"\n +", " ", text.strip()).replace("``", "`")
    for line in joined.splitlines():
        kind, _, why = line.partition(": ")
        yield f"- raises `{kind}`: {why}\n"
