"""Outputs made again from the manifest, and masks moved as they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import Pixels, load, load_deep, photo, save, save_deep
from .running import assert_refused, call, expand, outputs, records, run, tree

FLAGS = ("--copies", "2", "--rotation", "40", "--zoom", "0.3", "--brightness", "0.3")
NOISE = ("--gaussian-noise", "9", "--elastic", "0.05", "--random-erasing", "0.2", "--mixup", "0.4")
COPY = "hat/a_aug001.jpg"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    save(root / "data" / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "data" / "hat" / "b.png", photo(3, 31, 24))
    save(root / "data" / "shoe" / "c.webp", photo(2, 33, 47))
    expand(root / "data", root / "out", *FLAGS, *NOISE, "--originals", "copy")
    return root


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "here"))


def test_what_is_missing_or_edited_is_put_back_byte_for_byte(here: Path) -> None:
    before = tree(here)
    shutil.rmtree(here / "out" / "shoe")
    (here / "out" / COPY).write_bytes(b"mine")
    result = run("replay", "out", "--data", "data", "--all", "--json", cwd=here)
    assert result.code == 0, result.stderr
    assert result.json == {"folder": "out", "made": 4, "in_place": 5, "problems": []}
    assert tree(here) == before


@pytest.mark.parametrize("named", [COPY, f"out/{COPY}", f"../here/out/{COPY}"])
def test_a_file_is_named_as_in_the_manifest_or_by_its_path(here: Path, named: str) -> None:
    before = (here / "out" / COPY).read_bytes()
    for lost in (COPY, "hat/a_aug002.jpg"):
        (here / "out" / lost).unlink()
    result = call("replay", "out", named, "--data", "data", cwd=here)
    assert (result.code, result.stdout) == (0, "1 file made in out\n")
    assert (here / "out" / COPY).read_bytes() == before
    assert not (here / "out" / "hat" / "a_aug002.jpg").exists()


def test_the_same_bytes_come_out_elsewhere_and_the_dataset_is_left_alone(here: Path) -> None:
    before = tree(here)
    result = call("replay", "out", "--all", "--data", "data", "-o", "new/folder", cwd=here)
    assert result.code == 0, result.stderr
    assert outputs(here / "new" / "folder") == outputs(here / "out")
    shutil.rmtree(here / "new")
    assert tree(here) == before


def test_the_originals_that_are_links_are_links_again(here: Path, tmp_path: Path) -> None:
    expand(here / "data", tmp_path / "out", "--horizontal-flip", "--originals", "link")
    before = tree(tmp_path / "out")
    (tmp_path / "out" / "hat" / "a.jpg").unlink()
    assert call("replay", "out", "--all", "--data", "here/data", cwd=tmp_path).code == 0
    assert tree(tmp_path / "out") == before


def test_another_size_and_format_give_what_expand_would(here: Path) -> None:
    otherwise = ("--size", "20x16", "--fit", "contain", "--format", "png")
    still = ("--copies", "2", "--rotation", "40", "--zoom", "0.3", "--brightness", "0.3")
    expand(here / "data", here / "one", *still)
    expand(here / "data", here / "wanted", *still, *otherwise)
    result = call("replay", "one", "--all", "--data", "data", "-o", "got", *otherwise, cwd=here)
    assert result.code == 0, result.stderr
    assert outputs(here / "got") == outputs(here / "wanted")


def test_files_that_would_share_a_name_in_another_format_keep_their_own_endings(
    tmp_path: Path,
) -> None:
    for name in ("a.jpg", "a.png", "b.png"):
        save(tmp_path / "data" / "hat" / name, photo(len(name)))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--horizontal-flip")
    for file in (["hat/a_aug001.jpg"], ["--all"]):
        flags = ("--data", "data", "-o", "new", "--format", "webp")
        assert call("replay", "out", *file, *flags, cwd=tmp_path).code == 0
    wanted = {"hat/a_aug001.jpg.webp", "hat/a_aug001.png.webp", "hat/b_aug001.webp"}
    assert outputs(tmp_path / "new").keys() == wanted


def _edit_source(here: Path) -> None:
    save(here / "data" / "hat" / "b.png", photo(9, 31, 24))


def _lose_source(here: Path) -> None:
    (here / "data" / "hat" / "b.png").unlink()


@pytest.mark.parametrize("harm", [_edit_source, _lose_source])
def test_a_source_that_is_not_what_it_was_is_told_and_its_copies_are_left_out(
    here: Path, harm: object
) -> None:
    """b.png is a partner of a.jpg too."""
    assert callable(harm)
    harm(here)
    result = call("replay", "out", "--all", "--data", "data", "-o", "new", "--json", cwd=here)
    assert result.code == 3
    told = {problem["file"]: problem["text"] for problem in result.json["problems"]}
    mixed = [one["file"] for one in records(here / "out") if "hat/b.png" in one.get("partners", ())]
    assert mixed
    assert told.keys() == {*mixed, "hat/b.png", "hat/b_aug001.png", "hat/b_aug002.png"}
    assert all("hat/b.png" in text for text in told.values())
    assert outputs(here / "new").keys() == outputs(here / "out").keys() - told.keys()


def _with_record(here: Path, **changes: object) -> None:
    lines = (here / "out" / "manifest.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines]
    text = "".join(
        json.dumps({**one, **changes} if one["file"] == COPY else one) + "\n" for one in told
    )
    (here / "out" / "manifest.jsonl").write_text(text)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"sha256": "00" * 32}, "pixels"),
        ({"recipe": [{"transform": "nonesuch"}], "partners": {}}, "recipe"),
        ({"recipe": [{"transform": "rotation"}], "partners": {}}, "recipe"),
        ({"recipe": [{"transform": "rotation", "degrees": "x"}], "partners": {}}, "recipe"),
        ({"recipe": [7], "partners": {}}, "recipe"),
        ({"source": "hat/../../x.jpg"}, "source"),
        ({"file": "../x_aug001.jpg"}, "name"),
    ],
)
def test_a_record_that_gives_other_bytes_is_told_and_nothing_is_written(
    here: Path, changes: dict[str, object], kind: str
) -> None:
    _with_record(here, **changes)
    (here / "out" / COPY).unlink()
    before = tree(here)
    result = run("replay", "out", "--data", "data", "--all", "--json", cwd=here)
    assert result.code == 3, result
    assert [problem["kind"] for problem in result.json["problems"]] == [kind]
    assert result.stderr == ""
    assert tree(here) == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["out", "--data", "data"], "no output"),
        (["out", COPY], "dataset"),
        (["out", COPY, "--all", "--data", "data"], "--all"),
        (["out", "hat/z_aug001.jpg", "--data", "data"], "hat/z_aug001.jpg"),
        (["data", COPY, "--data", "data"], "data"),
        (["out", COPY, "--data", "nowhere"], "nowhere"),
        (["out", COPY, "--data", "data", "--size", "5x5"], "--size"),
        (["out", COPY, "--data", "data", "--mask", "data/hat/b.png"], "--mask"),
        (["out", COPY, "--data", "data", "-o", "out/new"], "out/new"),
        (["out", COPY, "--data", "data", "-o", "data/new"], "data/new"),
        (["out", COPY, "--data", "data", "-o", "data/hat/b.png"], "data"),
        (["out", COPY, "--data", "data", "-o", "new", "--size", "5"], "--size"),
        (["out", COPY, "--data", "data", "-o", "new", "--mask", "nowhere"], "nowhere"),
        (["out", "--all", "--data", "data", "-o", "new", "--mask", "data/hat/b.png"], "3 sources"),
        (["out", COPY, "--data", "data", "-o", "n", "--mask", "data", "--format", "jpg"], "format"),
    ],
)
def test_what_cannot_be_replayed_is_refused_before_anything_is_written(
    here: Path, arguments: list[str], named: str
) -> None:
    before = tree(here)
    assert_refused(call("replay", *arguments, cwd=here), named)
    assert tree(here) == before


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
    result = call("replay", "out", "--all", *flags, cwd=root)
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
    result = call("replay", "out", COPY, *flags, cwd=tmp_path)
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
    result = call("replay", "out", COPY, *rest, cwd=tmp_path)
    assert result.code == 3
    assert "several pictures" in result.stderr
