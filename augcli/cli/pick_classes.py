"""Pick the classes that ``--class`` names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from augcli.errors import UsageProblem
from augcli.figures.class_sheet import Classes
from augcli.storage.names import canonical

_FEW = 10  # names in a message


def pick_classes(classes: Classes, typed: Sequence[str], root: Path) -> Classes:
    """Return the classes that were typed, in that order; all of them if none was.

    ``A,B`` names two classes, unless there is a class of that name.

    Raises:
        UsageProblem: there is no such class. The hint has those of similar names.
    """
    if not typed:
        return classes
    names = [name for text in typed for name in _names(canonical(text), classes)]
    for name in names:
        check_class(f"--class {name}", name, classes, f"{root}")
    return {name: classes[name] for name in names}


def _names(text: str, classes: Classes) -> Iterator[str]:
    plain = text.rstrip("/")  # as the Tab key of a shell ends the name of a folder
    if plain in classes:
        yield plain
    else:
        yield from (name.strip() for name in plain.split(","))


def check_class(typed: str, name: str, classes: Collection[str], where: str) -> None:
    """Raise UsageProblem if there is no such class. ``typed`` is the flag with its value."""
    if name not in classes:
        raise UsageProblem(f"{typed}: {where} has no such class", _hint(name, classes))


def _hint(name: str, classes: Collection[str]) -> str:
    by_folded = {label.casefold(): label for label in classes}
    near = get_close_matches(name.casefold(), by_folded, n=3)
    if near:
        return f"did you mean {' or '.join(by_folded[one] for one in near)}?"
    some = ", ".join([*list(classes)[:_FEW], *(["..."] if len(classes) > _FEW else [])])
    return f"its classes are {some}"
