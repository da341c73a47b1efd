"""Where the docs say that a library does the same, its pictures are spread like augcli's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli.running import run

from augcli.catalogue.registry import catalogue
from augcli.interop.exporters import TARGETS

from .exporting import exported
from .likeness import apart, ours, photo, theirs

pytestmark = pytest.mark.filterwarnings("ignore:Please import `affine_transform`")  # by Keras
DOCS = Path(__file__).parents[2] / "docs" / "libraries.md"
_TURNS_THE_FRAME = ("rot90", "transpose")
_TOGETHER = [
    ("keras", "--width-shift 0.1 --horizontal-flip --brightness 0.7,1.2"),
    ("keras", "--height-shift 4px --vertical-flip"),
    ("keras3", "--rotation 20 --horizontal-flip --channel-shift 20"),
    ("keras3", "--zoom 0.8,1.1 --width-shift 0.1 --vertical-flip"),
    ("torchvision", "--rotation 20 --contrast 0.2 --chance contrast=0.5 --fill-mode constant"),
    ("torchvision", "--config groups.toml"),
    ("albumentations", "--rotation 20 --gamma 0.7,1.4 --chance gamma=0.5 --horizontal-flip"),
    ("albumentations", "--config groups.toml"),
    ("albumentations", "--policy autoaugment-cifar"),
]
_GROUPS = """
[[step]]
one-of = [{transform = "invert"}, {transform = "brightness", factor = [0.5, 0.8]}]
chance = 0.5
[[step]]
all-of = [{transform = "vertical-flip", chance = 1}, {transform = "horizontal-flip"}]
chance = 0.25
"""


def claims() -> list[tuple[str, str]]:
    """Return each library and transform that the table of the docs calls the same."""
    rows = [line.strip("| \n").split(" | ") for line in DOCS.read_text("utf-8").splitlines()]
    (head,) = [row for row in rows if row[0] == "transform"]
    return [
        (target, row[0].replace("-", "_"))
        for row in rows
        if len(row) == len(head)
        for target, claim in zip(head[1:], row[1:], strict=True)
        if claim.strip() == "same"
    ]


def _marked(target: str, value: str) -> object:
    # The oracle of Keras is in the common environment.
    marks = () if target == "keras" else (pytest.mark.environment(name=target),)
    return pytest.param(target, value, marks=marks, id=f"{target}-{value}")


def _flags(name: str, target: str, low: float | None = None) -> list[str]:
    """Return the flags of a transform: of its default range, or fixed at a value."""
    transform = catalogue()[name]
    knob = next(iter(transform.knobs.values()), None)
    ends = (knob.default if low is None else (low, low)) if knob else None
    fill = ["--fill-mode", "constant"] if (target, transform.group) == FILLS else []
    return [transform.flag, *([f"{ends[0]:g},{ends[1]:g}"] if ends else []), *fill]


FILLS = ("torchvision", "geometry")  # it fills with one colour


def test_the_table_of_the_docs_has_claims_on_all_libraries() -> None:
    assert {target for target, _ in claims()} == set(TARGETS)


@pytest.mark.parametrize(("target", "name"), [_marked(*claim) for claim in claims()])
def test_the_pictures_are_spread_alike(tmp_path: Path, target: str, name: str) -> None:
    picture = photo(48, 48) if name in _TURNS_THE_FRAME else photo()
    args = _flags(name, target)
    source = exported(target, *args, cwd=tmp_path)
    assert apart(ours(picture, args, tmp_path), theirs(source, target, picture)) < 0.25


@pytest.mark.parametrize(("target", "name"), [_marked(*claim) for claim in claims()])
def test_a_fixed_value_gives_the_same_picture(tmp_path: Path, target: str, name: str) -> None:
    knob = next(iter(catalogue()[name].knobs.values()), None)
    for value in knob.default if knob else [None]:
        certain = f"{catalogue()[name].title}=1"
        args = [*_flags(name, target, value), "--chance", certain]
        result = run("export", "--to", target, *args, cwd=tmp_path)
        mine = ours(photo(), args, tmp_path, 2)
        if result.code or result.stderr or (mine[0] != mine[1]).any():
            continue  # it takes no fixed value or chance, or the pixels are drawn too
        (made,) = theirs(result.stdout, target, photo(), 1)
        # Libraries differ in how an edge blends with the fill, so a few pixels are let pass.
        assert np.quantile(np.abs(made - mine[0]), 0.9) <= 1


@pytest.mark.parametrize(("target", "flags"), [_marked(*one) for one in _TOGETHER])
def test_steps_together_are_spread_alike(tmp_path: Path, target: str, flags: str) -> None:
    (tmp_path / "groups.toml").write_text(_GROUPS)
    source = exported(target, *flags.split(), cwd=tmp_path)
    mine = ours(photo(), flags.split(), tmp_path)
    assert apart(mine, theirs(source, target, photo())) < 0.25
