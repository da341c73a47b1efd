"""Read Python code from the bytes of a script or a notebook."""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass

from augcli.errors import UsageProblem
from augcli.interop.importers.code.notebook import code_cells, looks_like_a_notebook
from augcli.interop.importers.code.syntax import NOT_PYTHON, Parsed, parse

MOST_BYTES = 100_000
"""The longest code that is read, of a script or of one cell."""
MOST_IN_CELLS = 1_000_000
MOST_IN_NOTEBOOK = 500_000_000
_ALONE = "give the call alone"
_TOO_LONG = f"the code has more than {MOST_BYTES:,} bytes"


@dataclass(frozen=True)
class Block:
    """Parsed code: a whole script (``cell`` is 0), or a cell of a notebook, counted from 1."""

    parsed: Parsed
    cell: int = 0

    def place(self, line: int) -> str:
        """Return where a line is, in words."""
        return f"cell {self.cell}, line {line}" if self.cell else f"line {line}"

    @property
    def problem(self) -> str:
        """What was wrong with the first line that is no Python, and in which cell."""
        problem = self.parsed.problem
        return f"cell {self.cell}: {problem}" if self.cell and problem else problem


def read_blocks(data: bytes) -> list[Block]:
    """Return the code of a script, or of each cell of a notebook.

    Raises:
        UsageProblem: it is no text, no Python, too long, or a damaged notebook.
    """
    if len(data) > MOST_IN_NOTEBOOK:
        raise UsageProblem(f"the code has more than {MOST_IN_NOTEBOOK:,} bytes", _ALONE)
    text = _decode(data)
    if looks_like_a_notebook(text):
        return _of_cells(text)
    if len(data) > MOST_BYTES:
        raise UsageProblem(_TOO_LONG, _ALONE)
    return [Block(parse(text))]


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError:  # an unknown encoding, or not UTF-8 in its first lines
            encoding = "utf-8"
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise UsageProblem("the code is not text in UTF-8", "save it as UTF-8") from error


def _of_cells(text: str) -> list[Block]:
    cells = code_cells(text)
    if sum(map(len, cells)) > MOST_IN_CELLS:
        problem = f"the code cells of the notebook have more than {MOST_IN_CELLS:,} characters"
        raise UsageProblem(problem, _ALONE)
    return [Block(_parse_cell(code), number) for number, code in enumerate(cells, 1)]


def _parse_cell(code: str) -> Parsed:
    """Parse a cell, or drop it whole: the others may still be read."""
    begin = code.lstrip().partition("\n")[0]
    if begin.startswith("%%"):
        return Parsed(parse("").tree, {1: code}, f"begins with {begin:.60}")
    try:
        if len(code) > MOST_BYTES:
            raise UsageProblem(_TOO_LONG, _ALONE)
        return parse(code)
    except UsageProblem as problem:
        why = problem.problem.removeprefix(NOT_PYTHON)
        return Parsed(parse("").tree, {1: code}, why)
