"""The layers of the package: a folder imports only from rows above its own."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import augcli

PACKAGE = Path(augcli.__file__).parent

# Folders in one row don't import each other.
ROWS = [
    ["errors", "text"],
    ["storage", "engines"],
    ["imaging"],
    ["similarity"],
    ["catalogue"],
    ["transforms"],
    ["pipeline"],
    ["config"],
    ["dataset", "interop"],
    ["expansion", "figures"],
    ["inspection", "leaks", "studies"],
    ["loaders"],
    ["hf", "keras", "torch", "studios"],
    ["cli"],
]
# Outside the layers: anyone may ask for the version, and the program starts with any command.
OUTSIDE = {"__init__", "__main__", "__version__"}


def test_every_folder_imports_only_from_rows_above_its_own() -> None:
    row = {name: number for number, names in enumerate(ROWS) for name in names}
    wrong = {
        f"{module} imports {imported}"
        for module, imported in _imports()
        if _folder(module) != _folder(imported)
        if not {_folder(module), _folder(imported)} & OUTSIDE
        if row[_folder(imported)] >= row[_folder(module)]
    }
    assert not wrong


def test_no_modules_import_each_other_in_a_loop() -> None:
    imports: dict[str, set[str]] = {}
    for module, imported in _imports():
        own = imported if _is_module(imported) else imported.rpartition(".")[0]
        if own != "augcli":  # all may ask for the version; it imports what it offers at first use
            imports.setdefault(module.removesuffix(".__init__"), set()).add(own)
    TopologicalSorter(imports).prepare()  # raises CycleError, which names them


def test_no_transform_knows_another() -> None:
    assert not [
        (module, imported)
        for module, imported in _imports()
        if _folder(module) == _folder(imported) == "transforms"
    ]


def test_the_table_has_every_folder_and_nothing_else() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.name != "__pycache__"} - {"py"}
    assert {name for row in ROWS for name in row} == there - OUTSIDE


def _folder(module: str) -> str:
    """Return the folder or file right below the package that a module is in."""
    return module.split(".")[1]


def _is_module(name: str) -> bool:
    path = PACKAGE.parent / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def _imports() -> list[tuple[str, str]]:
    """Return every import as (module, imported): inside functions and for type checkers too.

    ``catalogue/registry.py`` walks ``transforms/`` by name (``importlib``), which is no import
    here: a new transform is a new file, and no list of them is kept.
    """
    found = []
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found += [(module, alias.name) for alias in node.names if _is_ours(alias.name)]
            if isinstance(node, ast.ImportFrom) and _is_ours(node.module or ""):
                found += [(module, f"{node.module}.{alias.name}") for alias in node.names]
    assert found
    return found


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "augcli"
