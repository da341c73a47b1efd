"""Real data loaders read a tree of splits as its manifest tells, and so as each other do."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from augcli.expansion.loaders import READ, ULTRALYTICS

from .pictures import photo, save
from .running import expand, records, run

CLASSES = {"Hat": 12, "t-shirt 2": 6, "überzieher": 4}
SPLITS = ("train", "val", "test")
SIDE = 24

Read = dict[str, tuple[int, str]]
"""The number and the name of the label of each file, by its path in OUT."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unequal classes of JPEGs and PNGs."""
    root = tmp_path_factory.mktemp("unequal") / "data"
    for label, count in CLASSES.items():
        for n in range(count):
            save(root / label / f"{n}.{'jpg' if n % 2 else 'png'}", photo(n, 30 + n, 28))
    return root


@pytest.fixture(scope="module", params=["expand", "split"])
def out(
    data: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """OUT of ``expand --split --balance``, and of ``split``."""
    made = tmp_path_factory.mktemp("out") / "out"
    flags = ("--split", "val=0.25,test=0.25", "--size", f"{SIDE}x{SIDE}")
    if request.param == "split":
        assert run("split", data, made, *flags).code == 0
    else:
        expand(data, made, "--balance", "--originals", "copy", "--rotation", "20", *flags)
    return made


def told(out: Path, split: str) -> Read:
    """Return what the manifest says of a split; loaders number the labels in their order."""
    labels = {one["file"]: one["label"] for one in records(out) if one["split"] == split}
    numbers = {label: number for number, label in enumerate(sorted({*labels.values()}))}
    return {file: (numbers[label], label) for file, label in labels.items()}


def by_torchvision(out: Path, split: str) -> Read:
    from torchvision.datasets import ImageFolder

    found = ImageFolder(str(out / split))
    assert {picture.size for picture, _ in found} == {(SIDE, SIDE)}
    return {_name(path, out): (number, found.classes[number]) for path, number in found.samples}


def by_keras(out: Path, split: str) -> Read:
    from keras.utils import image_dataset_from_directory

    size = (SIDE, SIDE)
    found = image_dataset_from_directory(str(out / split), image_size=size, shuffle=False)
    numbers = np.concatenate([numbers for _, numbers in found.as_numpy_iterator()])
    return {
        _name(path, out): (int(number), found.class_names[number])
        for path, number in zip(found.file_paths, numbers, strict=True)
    }


def by_hugging_face(out: Path, split: str) -> Read:
    datasets = import_module("datasets")  # for mypy the name is that of a benchmark
    cache = out.with_name("cache")
    found = datasets.load_dataset("imagefolder", data_dir=str(out), cache_dir=str(cache))
    rows = found["validation" if split == "val" else split]
    assert {picture.size for picture in rows["image"]} == {(SIDE, SIDE)}
    names, pictures = (
        rows.features["label"].names,
        rows.cast_column("image", datasets.Image(decode=False)),
    )
    return {
        _name(one["image"]["path"], out): (one["label"], names[one["label"]]) for one in pictures
    }


def _name(path: str, out: Path) -> str:
    return Path(path).relative_to(out).as_posix()


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(by_torchvision, marks=pytest.mark.environment(name="torchvision")),
        pytest.param(by_keras, marks=pytest.mark.environment(name="loaders")),
        pytest.param(by_hugging_face, marks=pytest.mark.environment(name="loaders")),
    ],
)
def test_every_file_of_a_split_is_read_with_the_label_that_the_manifest_tells(
    out: Path, read: Callable[[Path, str], Read], split: str
) -> None:
    assert read(out, split) == told(out, split)


def test_every_split_has_every_class(out: Path) -> None:
    for split in SPLITS:
        assert [*dict.fromkeys(sorted(told(out, split).values()))] == [*enumerate(sorted(CLASSES))]


def test_the_tree_is_the_one_that_ultralytics_documents(out: Path) -> None:
    """See https://docs.ultralytics.com/datasets/classify: a folder a split, in each one a class."""
    assert {path.name for path in out.iterdir() if path.is_dir()} == {*SPLITS}
    for split in SPLITS:
        assert {path.name for path in (out / split).iterdir()} == {*CLASSES}
        files = {path for label in CLASSES for path in (out / split / label).iterdir()}
        assert {path.relative_to(out).as_posix() for path in files} == told(out, split).keys()
        assert {path.suffix.removeprefix(".") for path in files} <= {*READ[ULTRALYTICS].split()}
