"""Masks are moved by replay exactly as their pictures were by expand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import Pixels, load, load_deep, photo, save, save_deep
from .running import expand, outputs, run

COPY = "hat/a_aug001.jpg"
MOVES = (
    *("--copies", "4", "--rotation", "60", "--zoom", "0.5", "--width-shift", "0.2"),
    *("--horizontal-flip", "--elastic", "0.05", "--rot90", "3"),
)
SHARP = ("--interpolation", "nearest", "--fill-mode", "constant")


@pytest.mark.parametrize("size", [(), ("--size", "61x50", "--fit", "contain")])
def test_a_mask_moves_exactly_as_its_picture(tmp_path: Path, size: tuple[str, ...]) -> None:
    """A picture of two levels is its own mask, and nearest sampling without averaging shows it."""
    blob = np.where(photo(5, channels=1) > 140, np.uint8(200), np.uint8(7))
    save(tmp_path / "data" / "hat" / "a.png", blob)
    expand(tmp_path / "data", tmp_path / "out", *MOVES, *SHARP, *size)
    flags = ("--mask", "data", "-o", "masks")
    result = run("replay", "out", "--all", "--data", "data", *flags, cwd=tmp_path)
    assert result.code == 0, result.stderr
    for file, data in outputs(tmp_path / "out").items():
        assert np.array_equal(
            np.asarray(load(data)), np.asarray(load(tmp_path / "masks" / file))
        ), file


def _with_mask(root: Path, mask: Pixels | Image.Image, *flags: str) -> list[Path]:
    """Expand a photo, and move a mask of it as its four copies."""
    save(root / "data" / "hat" / "a.jpg", photo(1), quality=95)
    path = root / "masks" / "hat" / "a.png"
    if isinstance(mask, np.ndarray) and mask.dtype == np.uint16:
        save_deep(path, mask)
    else:
        save(path, mask)
    expand(root / "data", root / "out", *MOVES, "--gaussian-blur", "2", "--cutout", "0.5")
    flags = ("--data", "data", "--mask", "masks", "-o", "new", *flags)
    result = run("replay", "out", "--all", *flags, cwd=root)
    assert result.code == 0, result.stderr
    return sorted((root / "new" / "hat").iterdir())


def test_class_indices_are_never_blended_even_when_made_much_smaller(tmp_path: Path) -> None:
    mask = np.random.default_rng(1).choice(np.array([1, 2, 11, 255], np.uint8), (30, 40))
    files = _with_mask(tmp_path, mask, "--size", "8x6")
    assert [path.name for path in files] == [f"a_aug00{copy}.png" for copy in (1, 2, 3, 4)]
    for path in files:
        moved = load(path)
        assert (moved.mode, moved.size) == ("L", (8, 6))
        assert set(np.unique(np.asarray(moved))) <= {0, 1, 2, 11, 255}
        assert len(np.unique(np.asarray(moved))) > 2


def test_a_mask_of_16_bits_keeps_its_levels(tmp_path: Path) -> None:
    mask = np.random.default_rng(1).choice(np.array([1, 300, 65535], np.uint16), (30, 40))
    for path in _with_mask(tmp_path, mask):
        moved = load_deep(path)
        assert moved.dtype == np.uint16
        assert set(np.unique(moved)) <= {0, 1, 300, 65535}


def test_a_mask_with_a_palette_keeps_its_indices_and_its_palette(tmp_path: Path) -> None:
    mask = Image.fromarray(np.random.default_rng(1).integers(0, 3, (30, 40)).astype(np.uint8), "P")
    mask.putpalette([0, 0, 0, 128, 0, 0, 0, 128, 0])
    for path in _with_mask(tmp_path, mask):
        moved = load(path)
        assert moved.mode == "P"
        assert (moved.getpalette() or [])[:9] == [0, 0, 0, 128, 0, 0, 0, 128, 0]
        assert set(np.unique(np.asarray(moved))) == {0, 1, 2}


@pytest.mark.parametrize(
    ("masks", "told"),
    [
        ({}, "none"),
        ({"a.png": (39, 30)}, "39x30 pixels, its source 40x30"),
        ({"a.png": (40, 30), "a.bmp": (40, 30)}, "a.bmp, a.png"),
    ],
)
def test_a_mask_that_does_not_fit_is_told(
    made: Path, tmp_path: Path, masks: dict[str, tuple[int, int]], told: str
) -> None:
    expand(made / "data", tmp_path / "out", "--copies", "1", "--rotation", "9")
    (tmp_path / "masks" / "hat").mkdir(parents=True)
    for name, size in masks.items():
        save(tmp_path / "masks" / "hat" / name, photo(1, *size, channels=1))
    flags = ("--data", made / "data", "--mask", "masks", "-o", "new")
    result = run("replay", "out", COPY, *flags, cwd=tmp_path)
    assert result.code == 3
    assert result.stderr.startswith(f"mask: {COPY}: ")
    assert told in result.stderr
    assert not outputs(tmp_path / "new")


@pytest.mark.parametrize("flags", [("--mixup", "0.4"), ("--policy", "augmix")])
def test_a_copy_of_several_pictures_has_no_mask(
    made: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    expand(made / "data", tmp_path / "out", "--copies", "1", *flags)
    mask = made / "data" / "hat" / "a.jpg"
    rest = ("--data", made / "data", "--mask", mask, "-o", "new")
    result = run("replay", "out", COPY, *rest, cwd=tmp_path)
    assert result.code == 3
    assert "several pictures" in result.stderr
