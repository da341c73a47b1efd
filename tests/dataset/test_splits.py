"""Which folders at the root of a dataset are taken for splits."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.dataset.scan import Dataset


def _dataset(root: Path, *files: str, flat: bool = False) -> Dataset:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1234")
    return Dataset(root, flat)


def _below(*folders: str) -> list[str]:
    return [f"{folder}/{name}.jpg" for folder in folders for name in ("cat/1", "dog/2")]


def _sources(dataset: Dataset) -> set[tuple[str, str, str, bool]]:
    found = (source for folder in dataset.folders() for source in folder.sources)
    return {(one.name, one.split, one.label, one.carried) for one in found}


@pytest.mark.parametrize(
    ("train", "others"),
    [
        ("train", ["val", "test"]),
        ("Training", ["VALID"]),
        ("TRAIN", ["validation", "Testing"]),
        ("train", ["dev", "holdout", "hold-out", "Hold_Out"]),
        ("training_set", ["test_set", "single_prediction"]),
        ("Train-Data", ["Test Images"]),
        ("train", ["eval"]),
        ("train2017", ["val2017"]),
        ("train", []),
    ],
)
def test_splits_are_recognised_by_their_names(
    tmp_path: Path, train: str, others: list[str]
) -> None:
    dataset = _dataset(tmp_path, *_below(train, *others))
    assert set(dataset.layout.splits) == {train, *others}
    assert dataset.layout.doubt == ""
    assert dataset.classes() == ["cat", "dog"]
    for name, split, label, carried in _sources(dataset):
        assert name.startswith(f"{split}/{label}" if label else split)
        assert carried == (split != train)


@pytest.mark.parametrize(
    "files",
    [
        ["car/1.jpg", "bus/2.jpg", "train/3.jpg"],
        ["car/1.jpg", "bus/2.jpg", "train/side/3.jpg", "train/front/4.jpg"],
        ["train/1.jpg", "test/2.jpg"],
        ["val/cat/1.jpg", "test/cat/2.jpg"],  # there is no training
        ["testimony/a/1.jpg", "trainer/a/1.jpg"],
        ["trains/a/1.jpg", "tests/a/1.jpg"],
        ["car/1.jpg", "train/3.jpg", "train/test/3.jpg", "test/5.jpg"],
        ["train/1.jpg", "train/side/2.jpg", "bus/3.jpg"],
    ],
)
def test_classes_that_are_called_like_splits_stay_classes(tmp_path: Path, files: list[str]) -> None:
    dataset = _dataset(tmp_path, *files)
    assert not dataset.layout.splits
    assert {label for _, _, label, _ in _sources(dataset)} == {
        file.partition("/")[0] for file in files
    }
    assert dataset.found_splits == []


@pytest.mark.parametrize(
    ("files", "named"),
    [
        (["car/1.jpg", *_below("train")], ("train", "car", "give the folder train itself")),
        (["train/1.jpg", "val/2.jpg"], ("train and val", "--flat")),
        (["train/x/1.jpg", "train/2.jpg", "test/y/3.jpg"], ("train", "beside its folders")),
        (["val/cat/1.jpg", "test/cat/2.jpg"], ("test holds folders", "no images for training")),
        (["test/cat/1.jpg", "annotations/1.xml"], ("test holds folders", "the folder test itself")),
    ],
)
def test_a_doubt_is_told(tmp_path: Path, files: list[str], named: tuple[str, ...]) -> None:
    dataset = _dataset(tmp_path, *files)
    assert not dataset.layout.splits
    assert all(part in dataset.layout.doubt for part in named)


def test_classes_by_name_alone_are_no_doubt(tmp_path: Path) -> None:
    assert _dataset(tmp_path, "car/1.jpg", "train/3.jpg").layout.doubt == ""


@pytest.mark.parametrize(
    ("files", "carried"),
    [
        ([*_below("train"), "test/9.jpg"], {("test/9.jpg", "test", "")}),
        ([*_below("train"), "unlabeled/9.jpg"], {("unlabeled/9.jpg", "unlabeled", "")}),
        (
            [*_below("train"), "test/cat/3.jpg", "raw/9.jpg"],
            {("test/cat/3.jpg", "test", "cat"), ("raw/9.jpg", "raw", "")},
        ),
        ([*_below("train"), "annotations/cat.xml", "models/m.bin"], set()),
        ([*_below("train"), "val/cat/3.jpg", "val/stray.jpg"], {("val/cat/3.jpg", "val", "cat")}),
    ],
)
def test_what_stands_beside_the_splits_gets_no_copies(
    tmp_path: Path, files: list[str], carried: set[tuple[str, str, str]]
) -> None:
    dataset = _dataset(tmp_path, *files)
    found = _sources(dataset)
    assert {one[:3] for one in found if one[3]} == carried
    assert {one[2] for one in found if not one[3]} == {"cat", "dog"}


def test_splits_without_classes_are_recognised_with_flat(tmp_path: Path) -> None:
    dataset = _dataset(tmp_path, "train/1.jpg", "val/deep/2.jpg", flat=True)
    assert _sources(dataset) == {
        ("train/1.jpg", "train", "", False),
        ("val/deep/2.jpg", "val", "", True),
    }


@pytest.mark.parametrize("beside", ["9.jpg", "more/9.jpg"])
def test_other_images_beside_them_make_a_flat_dataset_of_all(tmp_path: Path, beside: str) -> None:
    dataset = _dataset(tmp_path, "train/1.jpg", "val/2.jpg", beside, flat=True)
    assert {one[1:] for one in _sources(dataset)} == {("", "", False)}
    assert "train and val may be splits" in dataset.layout.doubt


def test_splits_are_left_out_or_classes_on_request(tmp_path: Path) -> None:
    _dataset(tmp_path, *_below("train", "val"))
    left = Dataset(tmp_path, splits="leave-out")
    assert {one[1] for one in _sources(left)} == {"train"}
    assert [(one.name, one.use, one.images) for one in left.found_splits] == [
        ("train", "augment", 2),
        ("val", "leave-out", 2),
    ]
    assert Dataset(tmp_path, splits="classes").classes() == ["train", "val"]
