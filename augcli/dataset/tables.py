"""Read tables that users give: CSV, TSV and JSON lines, row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TextIO

from augcli.errors import UsageProblem, path_error

_JSON_LINES = (".jsonl", ".ndjson", ".json")
_TABS = (".tsv", ".tab")
_SEPARATORS = ",;\t"  # not |, which separates the labels of an image
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # as Excel saves "Unicode text"


class TableRow(NamedTuple):
    """A row: the number of its line in the file, and its cells, one for each column."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table: the file, the names of its columns, and how it is written."""

    path: Path
    columns: tuple[str, ...]
    encoding: str
    separator: str

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows. The file is read as they are: a table of any length fits into memory.

        Raises:
            UsageProblem: a line can't be read, or has more cells than there are columns.
        """
        with _opened(self.path, self.encoding) as stream:
            yield from self._json_rows(stream) if not self.separator else self._rows(stream)

    def index(self, column: str) -> int:
        """Return the place of a column."""
        return self.columns.index(column)

    def fail(self, line: int, problem: str, hint: str) -> NoReturn:
        """Raise UsageProblem for a line of the table."""
        raise UsageProblem(f"{self.path}, line {line}: {problem}", hint)

    def _rows(self, stream: TextIO) -> Iterator[TableRow]:
        reader, width = csv.reader(stream, delimiter=self.separator, strict=True), len(self.columns)
        try:
            next(reader)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) > width:
                    problem = f"has {len(cells)} cells, and there are {width} columns"
                    self.fail(
                        reader.line_num, problem, 'put a cell with a separator in it in "..."'
                    )
                yield TableRow(reader.line_num, [*cells, *[""] * (width - len(cells))])
        except csv.Error as error:
            self.fail(reader.line_num, str(error), "write it as a spreadsheet program saves CSV")

    def _json_rows(self, stream: TextIO) -> Iterator[TableRow]:
        for number, line in enumerate(stream, 1):
            if line.strip():
                row = _json_object(self.path, number, line)
                yield TableRow(number, [_cell(row.get(column)) for column in self.columns])


def read_table(path: Path) -> Table:
    """Read the names of the columns of a table. The ending says how it is written.

    ``.tsv`` separates cells by tabs; ``.jsonl`` has a JSON object on each line; any other ending is
    CSV, separated by whichever of ``,``, ``;`` and tabs the first line has most.

    Raises:
        UsageProblem: there is no such file, or it is no table.
        EnvironmentFailure: there is no permission to read it.
    """
    encoding = _encoding(path)
    ending = path.suffix.lower()
    with _opened(path, encoding) as text:
        if ending in _JSON_LINES:
            return Table(path, tuple(_keys(path, text)), encoding, "")
        first = next((line for line in text if line.strip()), "")
    separator = "\t" if ending in _TABS else max(_SEPARATORS, key=first.count)
    columns = [name.strip() for name in next(csv.reader([first], delimiter=separator), [])]
    if not columns:
        raise UsageProblem(f"{path} is empty", "its first line has the names of the columns")
    return Table(path, tuple(columns), encoding, separator)


def _encoding(path: Path) -> str:
    hint = "give the path of a table: CSV, TSV or JSON lines"
    try:
        if path.exists() and not path.is_file():  # a pipe can't be read twice
            raise UsageProblem(f"{path} is not a regular file", hint)
        with path.open("rb") as stream:
            return "utf-16" if stream.read(2) in _UTF_16 else "utf-8-sig"
    except OSError as error:
        raise path_error(f"{path}: {error.strerror}", hint, error) from error


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a text. Raises UsageProblem where it turns out to be in another encoding."""
    with path.open(encoding=encoding, newline="") as stream:
        try:
            yield stream
        except UnicodeError as error:
            raise UsageProblem(
                f"{path} is not text in UTF-8: {error}", "save it as UTF-8"
            ) from error


def _keys(path: Path, stream: TextIO) -> Iterator[str]:
    """Yield the keys of all JSON objects, in the order in which they come first."""
    seen: dict[str, None] = {}
    for number, line in enumerate(stream, 1):
        if line.strip():
            seen |= dict.fromkeys(_json_object(path, number, line))
    if not seen:
        raise UsageProblem(f"{path} is empty", "write a JSON object on each line")
    yield from seen


def _json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        found = error
    if not isinstance(found, dict):
        raise UsageProblem(
            f"{path}, line {number}: is not a JSON object",
            'write one on each line: {"image": "a.jpg", "label": "cat"}',
        )
    return found


def _cell(value: object) -> str:
    """Return a value of JSON as a CSV file would have it; of a list, the names separated by |."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case list():
            return "|".join(map(_cell, value))
        case _:
            return str(value)
