"""Read tables that users give: CSV, TSV and JSON lines, row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Sequence
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

    def rows(self, wanted: Collection[int]) -> Iterator[TableRow]:
        """Yield the rows. The file is read as they are: a table of any length fits into memory.

        ``wanted`` are the places of the columns whose cells must be text; of JSON, others are
        empty, as any object may stand there.

        Raises:
            UsageProblem: a line can't be read, or has more cells than there are columns.
        """
        with _opened(self.path, self.encoding) as stream:
            yield from self._rows(stream) if self.separator else self._json_rows(stream, wanted)

    def index(self, column: str) -> int:
        """Return the place of a column."""
        return self.columns.index(column)

    def fail(self, line: int, problem: str, hint: str) -> NoReturn:
        """Raise UsageProblem for a line of the table."""
        raise UsageProblem(f"{self.path}, line {line}: {problem}", hint)

    def _rows(self, stream: TextIO) -> Iterator[TableRow]:
        width = len(self.columns)
        lines = _csv_rows(self.path, stream, self.separator)
        next(lines)  # the names of the columns
        for line, cells in lines:
            if len(cells) > width:
                problem = f"has {len(cells)} cells, and there are {width} columns"
                self.fail(line, problem, 'put a cell with a separator in it in "..."')
            yield TableRow(line, [*cells, *[""] * (width - len(cells))])

    def _json_rows(self, stream: TextIO, wanted: Collection[int]) -> Iterator[TableRow]:
        for number, line in enumerate(stream, 1):
            if line.strip():
                row = _json_object(self.path, number, line)
                cells = [""] * len(self.columns)
                for place in wanted:
                    column = self.columns[place]
                    text = _cell(row.get(column))
                    if text is None:
                        what = f"{column} is neither text nor a number, nor a list of them"
                        self.fail(number, what, 'write, for example, "label": ["cat", "dog"]')
                    cells[place] = text
                yield TableRow(number, cells)


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
        text.seek(0)
        columns = next(_csv_rows(path, text, separator), TableRow(0, ())).cells
    if not columns:
        raise UsageProblem(f"{path} is empty", "its first line has the names of the columns")
    return Table(path, tuple(name.strip() for name in columns), encoding, separator)


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


def _csv_rows(path: Path, stream: TextIO, separator: str) -> Iterator[TableRow]:
    """Yield the rows of a CSV file but those of empty cells, which spreadsheets leave behind."""
    reader = csv.reader(stream, delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield TableRow(reader.line_num, cells)
    except csv.Error as error:
        raise UsageProblem(
            f"{path}, line {reader.line_num}: {error}",
            "write it as a spreadsheet program saves CSV",
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


def _cell(value: object) -> str | None:
    """Return a value of JSON as a CSV file would have it, None if it could not have it.

    Of a list there are the names, separated by |.
    """
    if not isinstance(value, list):
        return _word(value)
    words = [_word(one) for one in value]
    return None if None in words else "|".join(filter(None, words))


def _word(value: object) -> str | None:
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case str() | int() | float():
            return str(value)
        case _:
            return None
