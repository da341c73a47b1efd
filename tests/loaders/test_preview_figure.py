"""The figure of ``augcli.preview`` shows what a call of the pipeline makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.pictures import photo, save

import augcli

PIPELINE = augcli.Pipeline.from_flags("--rotation 90 --horizontal-flip --seed 3")


def pictures(figure: Any) -> list[np.ndarray]:
    return [np.asarray(image.get_array())[..., :3] for image in figure.axes[0].images]


def test_the_pictures_are_those_of_the_name_in_the_dataset(tmp_path: Path) -> None:
    pixels = photo(1, width=120, height=90)
    for label in ("hat", "shoe"):
        save(tmp_path / label / "a.png", pixels)
    shown = pictures(augcli.preview(tmp_path / "shoe" / "a.png", PIPELINE, grid=(2, 2)))
    # Small pictures are enlarged to hard squares, so every second pixel at least is as it was.
    for copy, picture in enumerate(shown, start=1):
        made = PIPELINE(pixels, key="shoe/a.png", copy=copy)
        rows = np.arange(90) * picture.shape[0] // 90 + picture.shape[0] // 180
        columns = np.arange(120) * picture.shape[1] // 120 + picture.shape[1] // 240
        assert np.array_equal(picture[rows][:, columns], made)


def test_arrays_keys_grids_and_the_original() -> None:
    figure = augcli.preview(photo(2), PIPELINE, key="hat/b.png", grid="4x1", with_original=True)
    texts = [text.get_text() for text in figure.texts]
    assert len(figure.axes[0].images) == 4
    assert texts[0].startswith("hat/b.png: Pipeline.from_flags(")
    assert {"original", "#3"} <= set(texts)


@pytest.mark.parametrize("grid", ["0x3", "a", (3, 30), 5.5])
def test_a_grid_that_cannot_be_is_a_value_error(grid: Any) -> None:
    with pytest.raises(ValueError, match="grid can't be"):
        augcli.preview(photo(2), PIPELINE, grid=grid)


def test_a_file_that_is_not_there_is_an_error_of_augcli() -> None:
    with pytest.raises(augcli.UsageProblem, match=r"none\.jpg"):
        augcli.preview("none.jpg", PIPELINE)
