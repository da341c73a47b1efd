"""What copies can't keep of a file is told: its other frames, and that nothing was lost in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .pictures import SRGB, load, photo, save
from .running import records, run

FIRST = Image.fromarray(photo(1))
OTHERS = [Image.fromarray(photo(seed)) for seed in (2, 3)]


def _changes(data: Path, *flags: str) -> dict[str, int]:
    out = data.parent / "out"
    result = run("expand", data, out, "--copies", "1", "--rotation", "0", *flags, "--json")
    assert result.code == 0, result.stderr
    assert len(records(out)) == len(list(data.rglob("*.*")))
    changes: dict[str, int] = result.json["changes"]
    assert all(f"changed: {change}" in result.stderr for change in changes)
    return changes


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("gif", "only the first frame of an animation kept"),
        ("webp", "only the first frame of an animation kept"),
        ("png", "only the first frame of an animation kept"),
        ("tif", "only the first page kept"),
        ("mpo", "only the first picture of an MPO kept"),
    ],
)
def test_frames_that_are_left_out_are_told(tmp_path: Path, ending: str, told: str) -> None:
    options = {"quality": 100} if ending in ("webp", "mpo") else {}
    path = save(tmp_path / f"a.{ending}", FIRST, save_all=True, append_images=OTHERS, **options)
    (tmp_path / "data" / "hat").mkdir(parents=True)
    path.rename(tmp_path / "data" / "hat" / f"a.{ending.replace('mpo', 'jpg')}")
    assert _changes(tmp_path / "data", "--format", "png") == {told: 1}
    ours = np.asarray(load(tmp_path / "out" / "hat" / "a_aug001.png").convert("RGB"), float)
    assert np.abs(ours - photo(1)).mean() < 10


@pytest.mark.parametrize("ending", ["gif", "webp", "png", "tif"])
def test_one_frame_is_all_there_is(tmp_path: Path, ending: str) -> None:
    save(tmp_path / "data" / "hat" / f"a.{ending}", FIRST, save_all=True)
    assert _changes(tmp_path / "data", "--format", "png") == {}


@pytest.mark.parametrize("profile", [None, SRGB[:-8] + b"VP8L VP8"])
def test_webp_without_loss_that_becomes_lossy_is_told(
    tmp_path: Path, profile: bytes | None
) -> None:
    for name, lossless in (("whole", True), ("lossy", False)):
        path = tmp_path / "data" / "hat" / f"{name}.webp"
        save(path, FIRST, lossless=lossless, icc_profile=profile)
    assert _changes(tmp_path / "data") == {"lossless WebP stored as lossy": 1}


def test_webp_without_loss_is_kept_so_in_png(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "a.webp", FIRST, lossless=True)
    assert _changes(tmp_path / "data", "--format", "png") == {}


def test_an_animation_of_webp_without_loss_is_told_as_both(tmp_path: Path) -> None:
    path = tmp_path / "data" / "hat" / "a.webp"
    save(path, FIRST, lossless=True, save_all=True, append_images=OTHERS)
    assert len(_changes(tmp_path / "data")) == 2


def test_nothing_is_told_where_all_is_kept(two_images: Path, tmp_path: Path) -> None:
    result = run("expand", two_images, tmp_path / "out", "--rotation", "0", "--json")
    assert result.json["changes"] == {}
    assert "changed" not in result.stderr
