"""``split --folds`` writes which fold each image is in, for cross-validation."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes, of 10 and 5 images; two photos of each patient."""
    root = tmp_path_factory.mktemp("whole") / "data"
    for label, number in {"cat": 10, "dog": 5}.items():
        for n in range(number):
            save(root / label / f"p{n // 2}_{n}.png", photo(n, 12, 9))
    return root


def read(out: Path) -> list[dict[str, str]]:
    with (out / "folds.csv").open(newline="") as table:
        return list(csv.DictReader(table))


def test_folds_are_written_as_a_table(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("split", data, out, "--folds", "3").code == 0
    rows = read(out)
    assert [path.name for path in out.iterdir()] == ["folds.csv"]
    assert len(rows) == 15
    assert {row["fold"] for row in rows} == {"1", "2", "3"}
    assert run("split", data, out, "--folds", "3").code == 0
    assert_refused(run("split", data, out, "--folds", "4"), "folds.csv")


def test_groups_are_in_one_fold_however_large(data: Path, tmp_path: Path) -> None:
    result = run("split", data, tmp_path / "out", "--folds", "2", "--group-by", "^(cat|dog)")
    assert result.code == 0, result.stderr
    assert "groups: 2 with 15 images" in result.stderr
    assert "warning: class cat is in 1 of 2 folds" in result.stderr
    folds = defaultdict(set)
    for row in read(tmp_path / "out"):
        assert row["group"] == row["label"]
        folds[row["group"]].add(row["fold"])
    assert sorted(folds.values(), key=min) == [{"1"}, {"2"}]


def test_rows_and_images_without_a_counterpart_are_told(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("image,label\ncat/p0_0,hat\ncat/p0_1,hat\ngone,hat\n")
    result = run("split", data, tmp_path / "out", "--folds", "2", "--labels", table)
    assert "1 row names no image" in result.stderr
    assert "without a row in the table" in result.stderr
    assert [row["label"] for row in read(tmp_path / "out")] == ["hat", "hat"]


def test_images_that_are_held_out_already_are_in_no_fold(data: Path, tmp_path: Path) -> None:
    there, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(data, there / "train")
    shutil.copytree(data, there / "test")
    result = run("split", there, out, "--folds", "3")
    assert "test (15) stay as they are, and are in no fold" in result.stderr
    assert len(read(out)) == 15
    assert all(row["file"].startswith("train/") for row in read(out))


@pytest.mark.parametrize(
    "flags",
    [
        ("--folds", "16"),
        ("--folds", "3", "--group-by", "^(cat|dog)"),
        ("--folds", "3", "--split", "val=0.2"),
        ("--folds", "1"),
    ],
)
def test_folds_that_would_be_empty_are_refused(
    data: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    assert_refused(run("split", data, tmp_path / "out", *flags))
    assert not (tmp_path / "out").exists()


def test_each_of_a_few_groups_can_be_a_fold(data: Path, tmp_path: Path) -> None:
    result = run("split", data, tmp_path / "out", "--folds", "2", "--group-by", "^(.*?)/")
    assert result.code == 0
    assert "groups: 2 with 15 images\n" in result.stderr
