"""``augcli import`` reads notebooks, and text in any encoding that Python takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.running import assert_refused, run

from .importing import G, imported


def notebook(*cells: Any, **metadata: Any) -> dict[str, Any]:
    """Make a notebook of code cells, or of cells given whole."""
    made = [
        one if isinstance(one, dict) else {"cell_type": "code", "source": one, "outputs": []}
        for one in cells
    ]
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


TEXT = {"cell_type": "markdown", "source": [f"{G}(zoom_range=.9)"]}
V3 = {
    "metadata": {"name": ""},
    "nbformat": 3,
    "worksheets": [
        {
            "cells": [
                TEXT,
                {"cell_type": "code", "language": "python", "input": [f"{G}(\n", "zoom_range=.1)"]},
            ]
        }
    ],
}
NOTEBOOKS = {
    "names go from cell to cell": notebook("a = .1", TEXT, [f"{G}(\n", "  zoom_range=a)"]),
    "format 3": V3,
    "many megabytes of outputs": notebook(
        {
            "cell_type": "code",
            "source": f"{G}(zoom_range=.1)",
            "outputs": [{"text": "x" * 3_000_000}],
        }
    ),
    "commands": notebook(
        "%matplotlib inline\n!pip install keras\nhelp?\n?help\n", f"%%time\n{G}(zoom_range=.1)"
    ),
    "other languages": notebook("%%bash\nls (", "%%html\n<a>", f"{G}(zoom_range=.1)", "%%latex"),
    "a cell that is no Python": notebook("Traceback (most recent call last", f"{G}(zoom_range=.1)"),
    "a magic with arguments": notebook(
        f"\n%%capture --no-stderr out\n{G}(zoom_range=.1)", kernelspec={"language": "python"}
    ),
}


@pytest.mark.parametrize("content", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_code_cells_of_notebooks_are_read(tmp_path: Path, content: dict[str, Any]) -> None:
    result = imported(tmp_path, json.dumps(content), "train.ipynb")
    assert (result.code, result.stdout) == (0, "--zoom 0.1\n"), result.stderr


def test_a_notebook_is_known_by_its_content_and_places_are_cells(tmp_path: Path) -> None:
    content = notebook(TEXT, "b = 1", f"\n{G}(zoom_range=.1,\n rotation_range=A)")
    result = imported(tmp_path, json.dumps(content, indent=1), "download")
    assert (result.code, result.stdout) == (3, "--zoom 0.1\n")
    assert "left out: cell 2, line 3: rotation_range" in result.stderr


def test_a_cell_that_writes_a_script_is_told(tmp_path: Path) -> None:
    content = notebook(f"%%writefile train.py\n{G}(zoom_range=.2)", f"{G}(zoom_range=.1)")
    result = imported(tmp_path, json.dumps(content), "train.ipynb")
    assert (result.code, result.stdout) == (3, "--zoom 0.1\n")
    assert "left out: cell 1, line 1: is no Python: %%writefile train.py" in result.stderr
    content["cells"].pop()
    refused = imported(tmp_path, json.dumps(content), "train.ipynb")
    assert_refused(refused, "cell 1: begins with %%writefile train.py")


def test_a_missing_file_with_brackets_in_its_name_is_no_code(tmp_path: Path) -> None:
    assert_refused(
        run("import", "Untitled (1).ipynb", cwd=tmp_path), "Untitled (1).ipynb: cannot be read"
    )


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff{G}(zoom_range=.1)".encode(),
        f"# -*- coding: latin-1 -*-\n# caf\xe9\n{G}(zoom_range=.1)".encode("latin-1"),
        f"# caf\xe9\r\n{G}(\r\n zoom_range=.1)\r\n".encode(),
        f"{G}(zoom_range=.1)\n".encode("utf-16"),
        f"x = 1\rdef f():\r\t{G}(zoom_range=.1)\r".encode(),
        f"'''\f\u2028'''\n{G}(zoom_range=.1)".encode(),
    ],
)
def test_encodings_and_line_ends_are_read(tmp_path: Path, data: bytes) -> None:
    assert imported(tmp_path, data).stdout == "--zoom 0.1\n"
