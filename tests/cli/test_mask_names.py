"""``replay --mask-name`` finds masks by a template; ``--mask-fill`` is what lies beyond them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import Pixels, load, load_deep, photo, save, save_deep
from .running import Result, assert_refused, expand, outputs, run

SHIFTED = ("--copies", "2", "--width-shift", "0.25,0.25", "--fill-mode", "reflect")


def _expanded(root: Path, *files: str) -> Path:
    for file in files:
        save(root / "data" / file, photo(1))
    expand(root / "data", root / "out", *SHIFTED)
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with data/hat/a.jpg and its copies in out."""
    return _expanded(tmp_path_factory.mktemp("made"), "hat/a.jpg")


def _replayed(made: Path, root: Path, *flags: str) -> Result:
    flags = ("--data", str(made / "data"), "--mask", "masks", "-o", "new", *flags)
    return run("replay", made / "out", "--all", *flags, cwd=root)


def _ones() -> Pixels:
    return np.ones((30, 40), np.uint8)


@pytest.mark.parametrize(
    ("template", "mask", "name"),
    [
        ("{stem}_mask.png", "hat/a_mask.png", "hat/a_aug001_mask.png"),
        ("{stem}_mask", "hat/a_mask.bmp", "hat/a_aug001_mask.png"),
        ("{name}.png", "hat/a.jpg.png", "hat/a_aug001.jpg.png"),
        ("{stem}.{ending}.gif", "hat/a.jpg.gif", "hat/a_aug001.jpg.png"),
        ("./{stem}.png", "a.png", "hat/a_aug001.png"),
        ("{folder}/masks/{stem}-seg.png", "hat/masks/a-seg.png", "hat/a_aug001-seg.png"),
        ("{folder}/{stem}/mask.png", "hat/a/mask.png", "hat/a_aug001.png"),
    ],
)
def test_masks_are_found_and_named_by_the_template(
    made: Path, tmp_path: Path, template: str, mask: str, name: str
) -> None:
    save(tmp_path / "masks" / mask, _ones())
    result = _replayed(made, tmp_path, "--mask-name", template)
    assert result.code == 0, result.stderr
    assert name in outputs(tmp_path / "new")
    assert len(outputs(tmp_path / "new")) == 2


def test_masks_beside_their_images_are_found_without_being_taken_for_images(tmp_path: Path) -> None:
    _expanded(tmp_path, "hat/a.jpg", "hat/b.jpg")
    save(tmp_path / "data" / "hat" / "a_mask.png", _ones())
    flags = ("--data", "data", "--mask", "data", "-o", "new", "--mask-name", "{stem}_mask.png")
    result = run("replay", "out", "--all", *flags, cwd=tmp_path)
    assert result.code == 3
    assert "b_mask.png, but there is none" in result.stderr
    assert sorted(outputs(tmp_path / "new")) == ["hat/a_aug001_mask.png", "hat/a_aug002_mask.png"]


def test_masks_of_copies_that_differ_in_their_ending_alone_share_no_name(tmp_path: Path) -> None:
    _expanded(tmp_path, "hat/a.jpg", "hat/a.png")
    save(tmp_path / "masks" / "hat" / "a_mask.png", _ones())
    assert _replayed(tmp_path, tmp_path, "--mask-name", "{stem}_mask.png").code == 0
    names = {path.name for path in (tmp_path / "new" / "hat").iterdir()}
    assert len(names) == 4
    assert "a_jpg_aug001_mask.png" in names or "a_aug001.jpg_mask.png" in names


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{stem", "every { needs a }"),
        ("{id}_mask.png", "there is no {id}: there are {stem}, {name}, {ending}, {folder}"),
        ("{}_mask.png", "there is no {}"),
        ("{stem!r}.png", "there is no {stem!r}"),
        ("{stem.upper}.png", "there is no {stem.upper}"),
        ("mask.png", "one of {name}, {stem} must tell the images apart"),
        ("../{stem}.png", "below the folder of masks"),
        ("/tmp/{stem}.png", "below the folder of masks"),
        ("{stem}.npy", "augcli reads no .npy"),
        ("{stem}_mask.png", "masks has no hat/a_mask.png"),
    ],
)
def test_a_template_that_can_find_no_mask_is_refused(
    made: Path, tmp_path: Path, template: str, told: str
) -> None:
    save(tmp_path / "masks" / "hat" / "a.png", _ones())
    assert_refused(_replayed(made, tmp_path, "--mask-name", template), "--mask-name", told)
    assert not (tmp_path / "new").exists()


def test_flags_of_masks_need_masks_and_a_template_needs_a_folder(
    made: Path, tmp_path: Path
) -> None:
    for flag, value in (("--mask-fill", "255"), ("--mask-name", "{stem}.png")):
        alone = run("replay", "out", "--all", "--data", "data", flag, value, cwd=made)
        assert_refused(alone, flag, "does nothing without --mask")
    Image.fromarray(_ones()).save(tmp_path / "masks", "PNG")
    assert_refused(
        _replayed(made, tmp_path, "--mask-name", "{stem}.png"), "--mask-name", "is a file"
    )


def _fill_of(made: Path, root: Path, mask: Pixels | Image.Image, *flags: str) -> list[Path]:
    """Move a mask of one level 10 to the right, and return the files."""
    path = root / "masks" / "hat" / "a.png"
    if isinstance(mask, np.ndarray) and mask.dtype == np.uint16:
        save_deep(path, mask)
    else:
        save(path, mask)
    result = _replayed(made, root, *flags)
    assert result.code == 0, result.stderr
    return sorted((root / "new" / "hat").iterdir())


@pytest.mark.parametrize("fill", [0, 1, 254, 255])
def test_pixels_from_beyond_the_edges_have_the_fill_whatever_the_fill_mode(
    made: Path, tmp_path: Path, fill: int
) -> None:
    for path in _fill_of(made, tmp_path, _ones() * 7, "--mask-fill", str(fill)):
        moved = np.asarray(load(path))
        assert (moved[:, :10] == fill).all()
        assert (moved[:, 10:] == 7).all()


@pytest.mark.parametrize("fill", [1, 255, 256, 40_000, 65_534, 65_535])
def test_the_fill_of_a_mask_of_16_bits_is_one_of_its_levels(
    made: Path, tmp_path: Path, fill: int
) -> None:
    deep = _ones().astype(np.uint16) * 300
    for path in _fill_of(made, tmp_path, deep, "--mask-fill", str(fill)):
        assert set(np.unique(load_deep(path))) == {300, fill}


def test_the_fill_of_a_palette_is_an_index_that_gets_a_colour(made: Path, tmp_path: Path) -> None:
    mask = Image.fromarray(_ones(), "P")
    mask.putpalette([0, 0, 0, 128, 0, 0])
    for path in _fill_of(made, tmp_path, mask, "--mask-fill", "255"):
        moved = load(path)
        assert moved.mode == "P"
        assert set(np.unique(np.asarray(moved))) == {1, 255}
        assert (moved.getpalette() or [])[3:6] == [128, 0, 0]


def test_the_fill_of_a_coloured_mask_is_in_every_channel(made: Path, tmp_path: Path) -> None:
    coloured = np.full((30, 40, 3), (10, 20, 30), np.uint8)
    for path in _fill_of(made, tmp_path, coloured, "--mask-fill", "255"):
        assert {tuple(one) for one in np.asarray(load(path)).reshape(-1, 3)} == {
            (10, 20, 30),
            (255, 255, 255),
        }


def test_a_fill_that_a_mask_cannot_hold_is_told(made: Path, tmp_path: Path) -> None:
    save(tmp_path / "masks" / "hat" / "a.png", _ones())
    result = _replayed(made, tmp_path, "--mask-fill", "300")
    assert result.code == 3
    assert "has a mask of levels 0 to 255: there is no 300 to fill with" in result.stderr
    assert not outputs(tmp_path / "new")
    assert_refused(_replayed(made, tmp_path, "--mask-fill", "65536"), "--mask-fill", "65,535")


@pytest.mark.parametrize("folder", ["masks", "masks/hat"])
def test_nothing_is_written_to_the_folder_of_masks(made: Path, tmp_path: Path, folder: str) -> None:
    save(tmp_path / "masks" / "hat" / "a.png", _ones())
    flags = ("--data", made / "data", "--mask", "masks", "-o", folder)
    result = run("replay", made / "out", "--all", *flags, cwd=tmp_path)
    assert_refused(result, f"{folder} is in masks, which holds the masks")
    assert list(outputs(tmp_path / "masks")) == ["hat/a.png"]


def test_the_template_in_a_hint_can_be_copied(made: Path, tmp_path: Path) -> None:
    save(tmp_path / "masks" / "hat" / "a.png", _ones())
    result = _replayed(made, tmp_path, "--mask-name", "{0}")
    assert_refused(result, "there is no {0}")
    assert result.stderr.endswith("--mask-name '{stem}_mask.png'\n")
