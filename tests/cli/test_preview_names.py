"""Figures of different images have different names, and a guessed root is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save
from .running import Result, run

FLAGS = ("--rotation", "30", "--grid", "1x1")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A dataset with images of one stem, in classes, in nested folders and in two formats."""
    for name in ("hat/1.jpg", "shoe/1.jpg", "hat/new/1.jpg", "shoe/2.jpg", "shoe/2.png"):
        save(tmp_path / "data" / name, photo(1))
    return tmp_path / "data"


def _figure(image: str, cwd: Path, *flags: str) -> str:
    result = run("preview", image, *FLAGS, *flags, cwd=cwd)
    assert result.code == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("image", "figure"),
    [
        ("hat/1.jpg", "hat_1_preview.png"),
        ("shoe/1.jpg", "shoe_1_preview.png"),
        ("hat/new/1.jpg", "hat_new_1_preview.png"),
        ("shoe/2.jpg", "shoe_2_jpg_preview.png"),
        ("shoe/2.png", "shoe_2_png_preview.png"),
    ],
)
def test_a_figure_has_the_name_of_its_class_and_its_image(
    data: Path, image: str, figure: str
) -> None:
    assert _figure(image, data) == figure
    assert (data / figure).is_file()
    assert _figure(Path(image).name, (data / image).parent) == figure


def test_a_lone_image_and_a_folder_have_their_own_name(tmp_path: Path, data: Path) -> None:
    save(tmp_path / "bird.v2.png", photo(1))
    assert _figure("bird.v2.png", tmp_path) == "bird.v2_preview.png"
    assert _figure("data", tmp_path) == "data_preview.png"
    assert _figure("1.jpg", data / "hat", "--flat") == "1_preview.png"


def test_a_split_is_in_the_name_too(tmp_path: Path) -> None:
    for name in ("train/hat/1.jpg", "train/shoe/2.jpg", "val/hat/1.jpg", "val/shoe/3.jpg"):
        save(tmp_path / "data" / name, photo(1))
    assert _figure("data/train/hat/1.jpg", tmp_path) == "train_hat_1_preview.png"
    result = run("preview", "1.jpg", *FLAGS, cwd=tmp_path / "data" / "val" / "hat")
    assert result.stdout == "val_hat_1_preview.png\n"
    guess, no_copies = result.stderr.splitlines()
    assert "drawn as val/hat/1.jpg of data, which is a guess: " in guess
    assert "--root DIR" in guess
    assert no_copies == "expand makes no copies of val/hat/1.jpg: val is not for training"


def test_a_given_root_is_no_guess(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "1.jpg", photo(1))

    def told(*flags: str) -> Result:
        return run("preview", "data/hat/1.jpg", *FLAGS, *flags, cwd=tmp_path)

    assert "which is a guess: " in told().stderr
    assert told("--root", "data").stderr == ""
