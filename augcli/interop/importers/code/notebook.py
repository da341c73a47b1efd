"""Take the code cells out of a Jupyter notebook."""

from __future__ import annotations

import json
import re
from typing import Any

from augcli.errors import UsageProblem

_START = re.compile(r'\s*\{\s*"(cells|metadata|nbformat|nbformat_minor|worksheets|orig_nbformat)"')
_PYTHON_CELLS = ("time", "timeit", "capture", "prun", "python", "python2", "python3")
_HINT = "open it in Jupyter and save it again, or give the code as a .py file"


def looks_like_a_notebook(text: str) -> bool:
    """Return True if a text begins as notebooks do, whatever the name of its file."""
    return bool(_START.match(text)) or (text.lstrip()[:1] == "{" and '"cell_type"' in text)


def code_cells(text: str) -> list[str]:
    """Return the code of each code cell of a notebook, of formats 2 to 4.

    Cells in other languages still begin with their ``%%``, such as ``%%bash``.

    Raises:
        UsageProblem: the notebook is damaged, or its language is not Python.
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageProblem(f"the notebook is damaged: {str(error)[:100]}", _HINT) from error
    language = _language(notebook)
    if not language.startswith("python"):
        raise UsageProblem(f"the notebook is in {language:.40}", "augcli reads Python alone")
    sheets = [notebook, *_all_of(notebook, "worksheets")]
    cells = [cell for sheet in sheets for cell in _all_of(sheet, "cells")]
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    return [_as_python(_joined(cell.get("source", cell.get("input")))) for cell in code]


def _all_of(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _language(notebook: dict[str, Any]) -> str:
    language: Any = "python"
    for path in (("kernelspec", "language"), ("language_info", "name")):
        holder = notebook.get("metadata")
        for part in path:
            holder = holder.get(part) if isinstance(holder, dict) else None
        language = holder or language
    return str(language).lower()


def _joined(source: Any) -> str:
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str))


def _as_python(code: str) -> str:
    """Return a cell with its ``%%`` line as a comment, if what follows is Python."""
    head, newline, rest = code.lstrip().partition("\n")
    if not head.startswith("%%") or (head[2:].split() or [""])[0] not in _PYTHON_CELLS:
        return code
    before = code[: len(code) - len(code.lstrip())]
    return f"{before}#{head}{newline}{rest}"
