"""Single images for Keras: what the helpers of keras-preprocessing 1.1.2 return, these do too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.pictures import photo, save
from keras_preprocessing.image import utils as theirs
from PIL import Image as PillowImage

from augcli import keras as ours


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return save(tmp_path / "a.png", photo(1, 37, 23, channels=4))


@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic", "lanczos", "box"])
def test_an_image_is_loaded_as_there(file: Path, color_mode: str, interpolation: str) -> None:
    options: dict[str, Any] = {"color_mode": color_mode, "interpolation": interpolation}
    for size in (None, (20, 30)):
        mine = ours.load_img(file, target_size=size, **options)
        wanted = theirs.load_img(str(file), target_size=size, **options)
        assert (mine.mode, mine.size) == (wanted.mode, wanted.size)
        assert np.array_equal(np.asarray(mine), np.asarray(wanted))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_arrays_and_images_turn_into_each_other_as_there(data_format: str, channels: int) -> None:
    pixels = np.random.default_rng(2).random((9, 7, channels)) * 300 - 20
    x = np.moveaxis(pixels, 2, 0) if data_format == "channels_first" else pixels
    for scale in (True, False):
        if scale or channels == 1:
            x = x if scale else np.abs(x)
        mine = ours.array_to_img(np.clip(x, 0, 255), data_format, scale=scale)
        wanted = theirs.array_to_img(np.clip(x, 0, 255), data_format, scale=scale)
        assert mine.mode == wanted.mode
        assert np.array_equal(np.asarray(mine), np.asarray(wanted))
        again = ours.img_to_array(mine, data_format)
        assert np.array_equal(again, theirs.img_to_array(wanted, data_format))
        assert again.dtype == np.float32


def test_a_deep_gray_image_keeps_its_levels(tmp_path: Path) -> None:
    levels = np.arange(600, dtype=np.uint16).reshape(20, 30) * 100
    PillowImage.fromarray(levels).save(tmp_path / "deep.png")
    found = ours.img_to_array(ours.load_img(tmp_path / "deep.png", color_mode="grayscale"))
    assert np.array_equal(found[..., 0], levels)


def test_a_photo_is_set_upright(tmp_path: Path) -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = 6
    save(tmp_path / "a.jpg", photo(3, 40, 30), exif=exif)
    assert ours.load_img(tmp_path / "a.jpg").size == (30, 40)


def test_images_are_saved_in_the_format_of_their_name(tmp_path: Path) -> None:
    x = photo(1, channels=4).astype(np.float32)
    ours.save_img(tmp_path / "a.png", x, scale=False)
    assert np.array_equal(
        ours.img_to_array(ours.load_img(tmp_path / "a.png", color_mode="rgba")), x
    )
    with pytest.warns(UserWarning, match="JPEG has no transparency"):
        ours.save_img(tmp_path / "a.jpg", x)
    assert ours.load_img(tmp_path / "a.jpg").size == (40, 30)


def test_gray_of_16_bits_is_kept_in_a_png(tmp_path: Path) -> None:
    levels = np.array([[0, 300], [40_000, 65_535]])
    ours.save_img(tmp_path / "a.png", levels[..., np.newaxis], scale=False)
    with PillowImage.open(tmp_path / "a.png") as image:
        assert np.array_equal(np.asarray(image), levels)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda file: ours.load_img(file, color_mode="cmyk"), "color_mode must be one of"),
        (lambda file: ours.load_img(file, target_size=(9, 9), interpolation="x"), "interpolation"),
        (lambda _: ours.img_to_array(np.zeros((1, 2, 3, 4))), r"img has shape \(1, 2, 3, 4\)"),
        (lambda _: ours.array_to_img(np.zeros((2, 3))), r"x has shape \(2, 3\)"),
        (lambda _: ours.array_to_img(np.zeros((2, 3, 5))), "x has 5 channels"),
        (lambda _: ours.array_to_img(np.zeros((2, 3, 3)), "last"), "data_format must be"),
    ],
)
def test_what_cannot_be_is_told_by_name(file: Path, call: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call(file)
