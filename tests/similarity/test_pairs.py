"""Pairs of files with the same picture are found, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
