"""What people are told of flags and folders that do other than they may expect."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, run

FLAGS = ("--rotation", "5")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("hat/a.png", "shoe/b.png"):
        save(tmp_path / "data" / name, photo(1, 20, 10))
    return tmp_path / "data"


def test_prune_keeps_what_somebody_has_edited(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expand(data, out, "--copies", "2", *FLAGS)
    (data / "hat" / "a.png").unlink()
    (out / "hat" / "a_aug001.png").write_bytes(b"retouched")
    result = expand(data, out, "--copies", "2", "--prune", "--json", *FLAGS)
    assert result.json["stale"] == ["hat/a_aug001.png", "hat/a_aug002.png"]
    assert result.json["removed"] == ["hat/a_aug002.png"]
    assert "1 removed; 1 kept" in result.stderr
    assert (out / "hat" / "a_aug001.png").read_bytes() == b"retouched"


def test_an_out_in_another_out_is_refused(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *FLAGS)
    before = outputs(tmp_path / "out")
    result = run("expand", data, tmp_path / "out" / "more", *FLAGS)
    assert_refused(result, "is in", "an OUT of augcli")
    assert outputs(tmp_path / "out") == before


def test_standard_output_is_no_folder(data: Path, tmp_path: Path) -> None:
    assert_refused(run("expand", data, "-", *FLAGS, cwd=tmp_path), "the output is a folder")


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--quality", "50"), "--quality does nothing: no copy is a JPEG or WebP file"),
        (("--subsampling", "4:4:4"), "--subsampling does nothing: no copy is a JPEG file"),
    ],
)
def test_flags_of_jpeg_are_told_where_no_copy_is_one(
    data: Path, tmp_path: Path, flags: tuple[str, ...], told: str
) -> None:
    assert told in expand(data, tmp_path / "out", *FLAGS, *flags).stderr
    save(data / "hat" / "c.jpg", photo(2))
    assert told not in expand(data, tmp_path / "other", *FLAGS, *flags).stderr


def test_another_aspect_is_told_unless_a_fit_keeps_it(data: Path, tmp_path: Path) -> None:
    result = expand(data, tmp_path / "out", "--size", "16", *FLAGS)
    assert "stretched: 2 images" in result.stdout
    for fit in ("cover", "contain"):
        result = expand(data, tmp_path / fit, "--size", "16", "--fit", fit, *FLAGS)
        assert "stretched" not in result.stdout
        assert ("--fill-mode constant" in result.stderr) == (fit == "contain")
    assert "stretched" not in expand(data, tmp_path / "same", "--size", "40x20", *FLAGS).stdout


def test_splits_further_down_are_doubted(data: Path, tmp_path: Path) -> None:
    above = tmp_path / "above"
    for split in ("train", "val"):
        shutil.copytree(data, above / "pictures" / split)
    result = run("expand", above, tmp_path / "out", "--dry-run", *FLAGS)
    assert "give the folder pictures in it as DATA" in result.stderr
    inside = tmp_path / "inside"
    for split in ("train", "test"):
        shutil.copytree(data / "hat", inside / "hat" / split)
        shutil.copytree(data / "shoe", inside / "shoe" / split)
    result = run("expand", inside, tmp_path / "out", "--dry-run", *FLAGS)
    assert "put the classes into them, as in train/CLASS" in result.stderr


def test_one_folder_around_all_classes_is_doubted(data: Path, tmp_path: Path) -> None:
    around = tmp_path / "around"
    shutil.copytree(data, around / "pictures")
    shutil.make_archive(str(tmp_path / "data"), "zip", around)
    for root, inner in (
        (str(around), str(around / "pictures")),
        (f"zip://::{tmp_path / 'data.zip'}", f"zip://pictures::{tmp_path / 'data.zip'}"),
    ):
        result = run("expand", root, tmp_path / "out", "--dry-run", *FLAGS)
        assert f"if it holds the classes, give {inner} as DATA" in result.stderr
        result = run("expand", inner, tmp_path / "out", "--dry-run", *FLAGS)
        assert "if it holds the classes" not in result.stderr


def test_export_keeps_a_file_that_it_did_not_write(tmp_path: Path) -> None:
    line = ("export", "--to", "albumentations", *FLAGS, "-o", "mine.py")
    assert run(*line, cwd=tmp_path).code == 0
    assert run(*line, cwd=tmp_path).code == 0  # its own file
    (tmp_path / "mine.py").write_text("precious = 1\n")
    assert_refused(run(*line, cwd=tmp_path), "mine.py", "kept as it is")
    assert (tmp_path / "mine.py").read_text() == "precious = 1\n"


def test_code_that_would_hide_its_library_is_warned_of(tmp_path: Path) -> None:
    line = ("export", "--to", "albumentations", *FLAGS, "-o", "albumentations.py")
    assert "hides albumentations" in run(*line, cwd=tmp_path).stderr
