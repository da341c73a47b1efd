"""docs/design.md is a map of the code: every module has a line that says what it is."""

from __future__ import annotations

from tools.docs.design_page import PACKAGE, layers, summary, tree

MODULES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}


def test_every_module_begins_with_a_short_sentence() -> None:
    lines = {module: summary(path) for module, path in MODULES.items()}
    assert not {
        module: line for module, line in lines.items() if not line.endswith(".") or len(line) > 90
    }


def test_the_tree_shows_every_module_but_the_transforms() -> None:
    shown = {line.split()[0] for line in tree().splitlines()}
    for path in MODULES.values():
        if path.parent.name != "transforms" and path.name not in ("__init__.py", "__main__.py"):
            assert path.name in shown


def test_the_tree_counts_the_transforms() -> None:
    count = sum(1 for _ in (PACKAGE / "transforms").glob("*.py")) - 1
    assert f" {count} files.\n" in tree()


def test_the_table_of_layers_shows_every_folder() -> None:
    shown = layers()
    for path in PACKAGE.glob("*/__init__.py"):
        assert f"(../augcli/{path.parent.name})" in shown
