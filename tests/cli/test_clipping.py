"""A copy that loses more than half of its pixels to black or white is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import photo, save
from .running import expand

SAID = "more than half of the pixels to black or white"


def _gray(folder: Path, *levels: int) -> Path:
    """Save a picture of even stripes of these levels."""
    stripes = np.repeat(np.array(levels, np.uint8), 60 // len(levels))
    save(folder / "a" / "1.png", np.tile(stripes[:, None, None], (1, 50, 3)))
    return folder


@pytest.mark.parametrize(
    ("levels", "flags", "told"),
    [
        ((90, 200), ["--brightness", "4,4"], True),
        ((90, 200), ["--channel-shift", "-250,-250"], True),
        ((90, 100, 200), ["--brightness", "1.3,1.3"], False),
        ((250, 10, 245), ["--contrast", "9,9"], True),
        ((90, 200), ["--invert"], False),
        # What was black or white before is not lost.
        ((0, 0, 0, 0, 90, 200), ["--brightness", "0.9,0.9"], False),
        ((0, 0, 0, 255, 90, 200), ["--brightness", "4,4"], True),
        ((0, 0, 255, 50, 60, 200), ["--brightness", "1.4,1.4"], False),
    ],
)
def test_a_copy_is_told_if_it_lost_more_than_half_of_what_it_had(
    tmp_path: Path, levels: tuple[int, ...], flags: list[str], told: bool
) -> None:
    result = expand(_gray(tmp_path / "data", *levels), tmp_path / "out", *flags, "--copies", "1")
    assert (SAID in result.stderr) == told


def test_the_note_has_the_count_an_example_and_what_to_change(tmp_path: Path) -> None:
    data = _gray(tmp_path / "data", 90, 200)
    flags = ["--rotation", "5", "--contrast", "0.9,1", "--brightness", "4,4", "--copies", "3"]
    result = expand(data, tmp_path / "out", *flags)
    lines = [line for line in result.stderr.splitlines() if SAID in line]
    assert lines == [
        "clipped: 3 copies lose more than half of the pixels to black or white, "
        "such as a/1_aug001.png: narrow the range of brightness, contrast"
    ]
    result = expand(data, tmp_path / "more", *flags, "--json")
    assert result.json["clipped"] == {"copies": 3, "example": "a/1_aug001.png"}


def test_hidden_pixels_do_not_count(tmp_path: Path) -> None:
    pixels = np.full((40, 40, 4), 120, np.uint8)
    pixels[:30, :, 3] = 0
    pixels[:30, :, :3] = 240  # white once it is brighter, but not seen
    save(tmp_path / "data" / "a" / "1.png", pixels)
    result = expand(tmp_path / "data", tmp_path / "out", "--brightness", "1.5,1.5")
    assert SAID not in result.stderr


def test_photos_in_mild_ranges_are_not_told(tmp_path: Path) -> None:
    save(tmp_path / "data" / "a" / "1.jpg", photo(1, 300, 200))
    result = expand(tmp_path / "data", tmp_path / "out", "--brightness", "0.2", "--json")
    assert result.json["clipped"] == {"copies": 0, "example": None}
    assert SAID not in result.stderr
