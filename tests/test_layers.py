"""The layers of the code: a module imports only from rows above its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import augcli

PACKAGE = Path(augcli.__file__).parent

ROWS = [
    ["augcli", "augcli.errors"],
    [
        "augcli.grammar",
        "augcli.drawn",
        "augcli.vocabulary",
        "augcli.rng",
        "augcli.files",
        "augcli.image",
        "augcli.printable",
        "augcli.rectangles",
        "augcli.sandbox",
    ],
    ["augcli.knobs", "augcli.class_names"],
    ["augcli.resampling", "augcli.codec", "augcli.limits", "augcli.reading", "augcli.lock"],
    ["augcli.codec.formats"],
    ["augcli.codec.jpeg_scans", "augcli.codec.png_data", "augcli.codec.webp_data"],
    ["augcli.codec.jpeg", "augcli.codec.png"],
    ["augcli.codec.decode", "augcli.codec.encode"],
    ["augcli.kinds"],
    ["augcli.borders", "augcli.straight", "augcli.colours", "augcli.blending", "augcli.noise"],
    ["augcli.warp", "augcli.tables", "augcli.halving"],
    ["augcli.blurring", "augcli.filtering", "augcli.erasing", "augcli.local_contrast"],
    ["augcli.compressing"],
    ["augcli.registry", "augcli.lattice"],
    ["augcli.veils"],
    ["augcli.falling"],
    ["augcli.transforms"],
    ["augcli.canvas", "augcli.steps", "augcli.card", "augcli.gates", "augcli.page"],
    ["augcli.raster"],
    ["augcli.vector"],
    ["augcli.groups"],
    ["augcli.pipeline", "augcli.render"],
    ["augcli.policies", "augcli.dataset"],
    ["augcli.settings"],
    ["augcli.config"],
    ["augcli.presets", "augcli.exporting", "augcli.importing"],
    ["augcli.advice", "augcli.naming", "augcli.manifest", "augcli.run_file", "augcli.partners"],
    ["augcli.swaps"],
    ["augcli.plan", "augcli.masks"],
    ["augcli.output_folder", "augcli.opened"],
    ["augcli.outcome"],
    ["augcli.worker"],
    ["augcli.profile"],
    ["augcli.engines.held", "augcli.engines.serving"],
    ["augcli.engines.nursery"],
    ["augcli.summary", "augcli.again", "augcli.engines", "augcli.engines.process"],
    ["augcli.expand", "augcli.preview", "augcli.remaker"],
    ["augcli.dry_run", "augcli.figure", "augcli.verify", "augcli.strips"],
    ["augcli.sweeps", "augcli.class_sheet", "augcli.inline", "augcli.webpage"],
    ["augcli.replay"],
    ["augcli.catalogue_page", "augcli.presets_page"],
    ["augcli.cli"],
    ["augcli.docgen", "augcli.mode_pictures", "augcli.__main__"],
]

# Fusing asks for the pixel work, and the package of transforms is found by walking it: both only
# inside functions, so that nothing heavy is loaded before it is needed.
INSIDE_FUNCTIONS = {
    ("augcli.kinds.geometry", "augcli.warp"),
    ("augcli.kinds.tone", "augcli.tables"),
    ("augcli.kinds.tone", "augcli.colours"),
    ("augcli.kinds.mix", "augcli.colours"),
    ("augcli.kinds.pixels", "augcli.colours"),
}


def test_every_module_imports_only_from_rows_above_its_own() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, imported in _imports()
        if _row(imported) >= _row(module)
        and _top(imported) != _top(module)
        and (module, imported) not in INSIDE_FUNCTIONS
    ]
    assert not wrong


def test_transforms_do_not_know_each_other() -> None:
    assert not [
        (module, imported)
        for module, imported in _imports()
        if module.startswith("augcli.transforms.") and imported.startswith("augcli.transforms")
    ]


@pytest.mark.parametrize("row", [name for row in ROWS for name in row])
def test_every_name_in_the_table_exists(row: str) -> None:
    path = PACKAGE.parent / row.replace(".", "/")
    assert path.is_dir() or path.with_suffix(".py").is_file()


def _row(module: str) -> int:
    """Give the row of a module, or of the package that stands for it."""
    while not any(module in row for row in ROWS):
        module = module.rpartition(".")[0]
    return next(number for number, row in enumerate(ROWS) if module in row)


def _top(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _imports() -> list[tuple[str, str]]:
    found = []
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(parts).removesuffix(".__init__")
        for node in ast.walk(_without_typing_blocks(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("augcli"):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                found += [(module, _module_of(name)) for name in names]
    assert found
    return found


def _module_of(name: str) -> str:
    """Give the module that an imported name is, or is in."""
    path = PACKAGE.parent / name.replace(".", "/")
    is_module = path.is_dir() or path.with_suffix(".py").is_file()
    return name if is_module else name.rpartition(".")[0]


def _without_typing_blocks(path: Path) -> ast.Module:
    tree = ast.parse(path.read_text("utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return tree
