"""Match the rows of a table to the sources of a dataset, and label the sources by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.labels.table import LabelTable, Row, check_agree
from augcli.dataset.source import Source
from augcli.errors import UsageProblem

WITHOUT_ROW = "without a row in the table"
WITHOUT_LABEL = "without a label in the table"


@dataclass(frozen=True)
class Match:
    """The rows of sources, by name, and the names in the table that no image has.

    ``repeated`` counts the rows that name an image as another one does, but for the ending.
    """

    rows: dict[str, Row]
    without_image: list[str]
    repeated: int = 0


def match(table: LabelTable, root: Path, sources: Sequence[Source]) -> Match:
    """Return which rows of a table are of which sources.

    Names in the table are relative to the root, with the ending of the file or without.

    Raises:
        UsageProblem: a name fits two images, two rows for one image disagree, or no row is of any.
    """
    names, above = _Names(source.name for source in sources), f"{root.resolve()}/"
    found: dict[str, Row] = {}
    without_image = []
    for typed, row in table.rows.items():
        fitting = names.find(typed.removeprefix(above))
        if len(fitting) > 1:
            raise UsageProblem(
                f"{table.path}, line {row.line}: {typed} fits {' and '.join(sorted(fitting)[:2])}",
                "write the ending too",
            )
        if not fitting:
            without_image.append(typed)
        for name in fitting:
            check_agree(table.path, name, found.setdefault(name, row), row)
    if not found:
        raise _nothing_fits(table, root, sources)
    repeated = len(table.rows) - len(without_image) - len(found)
    return Match(found, without_image, repeated)


def labelled(source: Source, row: Row, *, several: bool) -> Source:
    """Return a source with what its row says; ``several`` if images have any number of labels.

    Its outputs go to the folder of its class, or stay in its own if there is none.
    """
    below = source.folder.removeprefix(source.split).lstrip("/") if source.split else source.folder
    source = source._replace(split=row.split or source.split, group=row.group)
    if several:
        return source._replace(label="", labels=row.labels, home=below)
    (label,) = row.labels
    return source._replace(label=label, home=label)


class _Names:
    """The names of sources, to be found with or without their ending."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._bare: defaultdict[str, list[str]] = defaultdict(list)
        self._folded: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            self._bare[_without_ending(name)].append(name)
            self._folded[_with_small_ending(name)].append(name)

    def find(self, typed: str) -> Sequence[str]:
        """Return the names that fit what was typed: that name, or else a.JPG for a.jpg and a."""
        if typed in self._names:
            return [typed]
        return self._folded.get(_with_small_ending(typed), ()) or self._bare.get(typed, ())


def _without_ending(name: str) -> str:
    before, dot, ending = name.rpartition(".")
    return before if dot and "/" not in ending else name


def _with_small_ending(name: str) -> str:
    bare = _without_ending(name)
    return bare + name[len(bare) :].lower()


def _nothing_fits(table: LabelTable, root: Path, sources: Sequence[Source]) -> UsageProblem:
    """Return the error; its hint has the folder below which the images are, if they are in one."""
    typed = next(iter(table.rows), "")
    if not typed:
        hint = "write a line for each image below the names of the columns"
        return UsageProblem(f"{table.path} has no rows", hint)
    image = sources[0].name if sources else ""
    for source in sources:
        above = source.name.removesuffix(typed)
        if above != source.name and above.endswith("/"):
            return UsageProblem(
                f"no image of {root} is named in {table.path}: {typed} is in {above}",
                f"give {root / above} as DATA",
            )
        if typed.endswith(f"/{source.name}"):
            return UsageProblem(
                f"no image of {root} is named in {table.path}, which has {typed} for {source.name}",
                "give the folder that its names begin in as DATA",
            )
    return UsageProblem(
        f"no image of {root} is named in {table.path}, which begins with {typed}",
        f"its names are relative to DATA, such as {image}",
    )
