"""Generated parts of docs/design.md: the layers, the tree of modules, and example transforms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tools.docs.table import table

_ROOT = Path(__file__).parents[2]
PACKAGE = _ROOT / "augcli"
_EXAMPLES = ("posterize", "emboss")


def layers() -> str:
    """Return the table of layers, from the rows that ``tests/test_layers.py`` holds."""
    cells = (
        (str(number), f"[{path.name}](../augcli/{path.name})", summary(path))
        for number, names in enumerate(_rows(), 1)
        for path in map(_path, names)
    )
    return table(("row", "folder", "what is in it"), cells)


def tree() -> str:
    """Return every module with the first line of its docstring, folders in the order of layers."""
    lines = [("augcli/", ""), *_listing([_path(name) for row in _rows() for name in row], "  ")]
    width = max(len(name) for name, _ in lines) + 2
    text = "".join(f"{name:{width}}{line}".rstrip() + "\n" for name, line in lines)
    return f"```text\n{text}```\n"


def examples() -> str:
    """Return the files of two transforms: one of levels, one of pixels and their neighbours."""
    files = [PACKAGE / "transforms" / f"{name}.py" for name in _EXAMPLES]
    return "\n".join(
        f"[augcli/transforms/{file.name}](../augcli/transforms/{file.name}):\n\n"
        f"```python\n{file.read_text('utf-8')}```\n"
        for file in files
    )


@cache
def summary(path: Path) -> str:
    """Return the first line of the docstring of a module or package; empty if it has none."""
    file = path / "__init__.py" if path.is_dir() else path
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "")


def _rows() -> list[list[str]]:
    # Parsed, not imported: pytest imports the file under another name.
    module = ast.parse((_ROOT / "tests" / "test_layers.py").read_text("utf-8"))
    (rows,) = (
        node.value
        for node in module.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ROWS"
    )
    value: Any = ast.literal_eval(rows)
    return [list(map(str, names)) for names in value]


def _path(name: str) -> Path:
    folder = PACKAGE / name
    return folder if folder.is_dir() else PACKAGE / f"{name}.py"


def _listing(paths: list[Path], indent: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the summary of each path, and of the modules and packages in it."""
    for path in paths:
        if not path.is_dir():
            yield f"{indent}{path.name}", summary(path)
            continue
        modules = sorted(file for file in path.glob("*.py") if file.stem != "__init__")
        packages = sorted(file.parent for file in path.glob("*/__init__.py"))
        if path.name == "transforms":  # docs/transforms.md lists them
            yield f"{indent}{path.name}/", f"{summary(path)} {len(modules)} files."
            continue
        yield f"{indent}{path.name}/", summary(path)
        yield from _listing([*modules, *packages], f"{indent}  ")
