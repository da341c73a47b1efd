"""Pairs of files with the same picture are found, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from augcli.similarity.pairs import Pair, pairs_between, pairs_within

from .planting import CHANGES, plant


@pytest.fixture(scope="module")
def sources(sample_images: Path) -> list[Path]:
    return sorted(path for path in (sample_images / "bird").iterdir())


@pytest.fixture(scope="module")
def planted(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One near duplicate of each kind, of one source or another."""
    root = tmp_path_factory.mktemp("planted")
    return [
        plant(change, sources[number % len(sources)], root / f"{number:02}.jpg")
        for number, change in enumerate(CHANGES)
    ]


@pytest.fixture(scope="module")
def found(sources: list[Path], planted: list[Path]) -> list[Pair]:
    return pairs_between(sources, planted, workers=2)


def test_every_kind_of_near_duplicate_is_found(
    sources: list[Path], planted: list[Path], found: list[Pair]
) -> None:
    expected = {(sources[number % len(sources)], path) for number, path in enumerate(planted)}
    assert {(pair.a, pair.b) for pair in found} == expected
    assert {pair.kind for pair in found} == {"near-duplicate"}
    assert all(0.88 <= pair.score <= 1 for pair in found)


def test_the_order_of_the_files_and_the_workers_change_nothing(
    sources: list[Path], planted: list[Path], found: list[Pair]
) -> None:
    assert pairs_between(sources[::-1], planted[::-1], workers=1) == found


def test_the_sides_may_be_exchanged(
    sources: list[Path], planted: list[Path], found: list[Pair]
) -> None:
    turned = pairs_between(planted, sources, workers=2)
    assert {(pair.b, pair.a) for pair in turned} == {(pair.a, pair.b) for pair in found}


def test_different_photos_make_no_pair(sources: list[Path]) -> None:
    assert pairs_within(sources, workers=2) == []


def test_copies_are_told_from_pictures_saved_again(sources: list[Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(sources[0], tmp_path / "copy.jpg"))
    again = plant("encoded again", sources[0], tmp_path / "x.jpg")
    found = pairs_within([sources[0], copy, again, sources[1]])
    assert {pair.kind for pair in found if {pair.a, pair.b} == {sources[0], copy}} == {"exact"}
    assert len(found) == 3


def test_a_file_that_cannot_be_read_is_told_and_in_no_pair(
    sources: list[Path], tmp_path: Path
) -> None:
    broken = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for path in broken:
        path.write_bytes(b"no picture")
    bad: list[Path] = []
    found = pairs_within([*broken, sources[0]], on_bad=lambda path, _: bad.append(path))
    assert (found, sorted(bad)) == ([], broken)


def test_no_files_make_no_pairs() -> None:
    assert pairs_within([]) == []
    assert pairs_between([], []) == []


def test_plain_and_tiny_pictures_are_pairs_only_if_they_agree_as_they_stand(
    tmp_path: Path,
) -> None:
    """Two discs of different places and sizes look the same when they are moved and scaled."""
    files = []
    for side in (28, 200):
        for number, (x, radius) in enumerate(((0.4, 0.2), (0.55, 0.26), (0.4, 0.2))):
            pixels = np.full((side, side), 240, np.uint8)
            centre = round(x * side), round(0.5 * side)
            cv2.circle(pixels, centre, round(radius * side), 30, -1)
            files.append(tmp_path / f"{side}-{number}.png")
            picture = Image.fromarray(pixels)
            (ImageOps.mirror(picture) if number == 2 else picture).save(files[-1])
    found = {(pair.a.name, pair.b.name) for pair in pairs_within(files)}
    # The same disc in 28 and in 200 pixels differs at its edge: a pair or not, but no other disc.
    assert {("28-0.png", "28-2.png"), ("200-0.png", "200-2.png")} <= found
    assert not any("-1" in a + b for a, b in found)


def test_different_even_pictures_make_no_pair(tmp_path: Path) -> None:
    files = [tmp_path / f"{level}.png" for level in (0, 90, 170, 255)]
    for path in files:
        Image.new("L", (50, 40), int(path.stem)).save(path)
    Image.new("L", (50, 40), 90).save(tmp_path / "same.bmp")
    found = pairs_within([*files, tmp_path / "same.bmp"])
    assert found == [Pair(tmp_path / "90.png", tmp_path / "same.bmp", "near-duplicate", 1.0)]


def test_each_of_many_copies_is_found(sources: list[Path], tmp_path: Path) -> None:
    copies = [
        plant(change, sources[0], tmp_path / f"{change}.jpg") for change in list(CHANGES)[:-1]
    ]
    found = pairs_between(sources, copies, workers=2)
    assert {pair.b for pair in found} == set(copies)
    assert {pair.a for pair in found} == {sources[0]}


def test_long_strips_are_compared(tmp_path: Path) -> None:
    levels = np.random.default_rng(1).integers(0, 256, (3, 60_000, 3), np.uint8)
    strip = Image.fromarray(levels)
    strip.save(tmp_path / "strip.png")
    strip.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "tall.png")
    strip.save(tmp_path / "strip.bmp")
    bad: list[str] = []
    found = pairs_within(tmp_path.iterdir(), on_bad=lambda _path, text: bad.append(text))
    assert not bad
    assert {"strip.bmp", "strip.png"} in [{pair.a.name, pair.b.name} for pair in found]
