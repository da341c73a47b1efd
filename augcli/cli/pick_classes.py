"""Pick the classes that ``--class`` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from augcli.dataset.check_class import check_class
from augcli.figures.class_sheet import Classes
from augcli.storage.names import canonical


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
