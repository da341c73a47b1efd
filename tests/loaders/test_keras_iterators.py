"""Iterators for Keras: the batches of keras-preprocessing 1.1.2, where nothing is to be mended."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.datasets import make_plain
from cli.pictures import photo, save
from keras_preprocessing.image import ImageDataGenerator as Theirs

from augcli.keras import ImageDataGenerator as Ours

X = np.random.default_rng(1).random((11, 8, 9, 3)).astype(np.float32) * 255
Y = np.arange(11) % 2
WEIGHTS = np.linspace(0, 1, 11)


def same(mine: Any, wanted: Any) -> bool:
    """Whether two batches are the same, in their types too."""
    if isinstance(wanted, tuple | list):
        pairs = zip(mine, wanted, strict=True)
        return type(mine) is type(wanted) and all(same(*pair) for pair in pairs)
    return bool(mine.dtype == wanted.dtype and np.allclose(mine, wanted, atol=1e-4))


def several(iterator: Any, count: int = 7) -> list[Any]:
    return [next(iterator) for _ in range(count)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"x": X},
        {"x": X, "y": Y, "batch_size": 4},
        {"x": X, "y": Y, "sample_weight": WEIGHTS, "batch_size": 5},
        {"x": (X, [Y, WEIGHTS]), "y": Y, "batch_size": 3},
        {"x": X, "batch_size": 4, "shuffle": False},
    ],
)
@pytest.mark.parametrize(
    "generator",
    [
        {},
        {"rescale": 1 / 255},
        {"samplewise_center": True, "samplewise_std_normalization": True},
        {"horizontal_flip": True, "vertical_flip": True},
        {"preprocessing_function": lambda x: x + 1, "dtype": "float64"},
    ],
)
def test_arrays_give_the_batches_that_they_give_there(
    generator: dict[str, Any], arguments: dict[str, Any]
) -> None:
    mine, wanted = (make(**generator).flow(**arguments, seed=5) for make in (Ours, Theirs))
    assert len(mine) == len(wanted)
    assert same(several(mine), several(wanted))
    assert same(mine[1 % len(mine)], wanted[1 % len(wanted)])
    assert (mine.n, mine.batch_index) == (wanted.n, wanted.batch_index)
    mine.reset()
    wanted.reset()
    assert same(several(mine), several(wanted))


@pytest.mark.parametrize(
    "switches",
    [
        {"featurewise_center": True},
        {"featurewise_center": True, "featurewise_std_normalization": True},
        {"zca_whitening": True},
    ],
)
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_statistics_of_samples_are_those_of_there(
    switches: dict[str, Any], data_format: str
) -> None:
    x = X.transpose(0, 3, 1, 2) if data_format == "channels_first" else X
    options = {**switches, "data_format": data_format, "rescale": 1 / 255}
    with warnings.catch_warnings(action="ignore"):
        mine, wanted = Ours(**options), Theirs(**options)
    mine.fit(x)
    wanted.fit(x)
    for name in ("mean", "std"):
        found, theirs = getattr(mine, name), getattr(wanted, name)
        assert (found is None) == (theirs is None)
        assert found is None or np.allclose(found, theirs, atol=1e-5)
    left, right = mine.standardize(x.copy()), wanted.standardize(x.copy())
    assert np.allclose(left, right, atol=5e-2 if "zca_whitening" in switches else 1e-4)


def test_a_generator_that_was_not_fit_says_so() -> None:
    with pytest.warns(UserWarning, match="featurewise_center has no statistics yet: call fit"):
        Ours(featurewise_center=True).standardize(X[0].copy())
    with pytest.warns(UserWarning, match="zca_whitening sets featurewise_center to True"):
        Ours(zca_whitening=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_plain(tmp_path / "data", hat=6, shoe=4)


@pytest.mark.parametrize("class_mode", ["categorical", "binary", "sparse", "input", None])
@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize("subset", [None, "training"])
def test_folders_give_the_batches_that_they_give_there(
    data: Path, class_mode: str | None, color_mode: str, subset: str | None
) -> None:
    options: dict[str, Any] = {
        **{"target_size": (12, 10), "class_mode": class_mode, "color_mode": color_mode},
        **{"batch_size": 3, "seed": 2, "subset": subset, "interpolation": "bilinear"},
    }
    mine, wanted = (
        make(rescale=1 / 255, validation_split=0.4).flow_from_directory(str(data), **options)
        for make in (Ours, Theirs)
    )
    for name in ("filenames", "class_indices", "samples", "num_classes", "image_shape"):
        assert getattr(mine, name) == getattr(wanted, name), name
    assert np.array_equal(mine.classes, wanted.classes)
    assert same(several(mine), several(wanted))


class Table(dict[str, list[Any]]):
    """A table as far as an iterator looks at a DataFrame."""


@pytest.mark.parametrize(
    ("arguments", "targets"),
    [
        ({"class_mode": "categorical"}, [[1, 0, 0], [1, 1, 0], [0, 0, 1]]),
        ({"class_mode": "categorical", "classes": ["a", "b"]}, [[1, 0], [1, 1]]),
        ({"class_mode": "raw", "y_col": "size"}, [3, 4, 5]),
        ({"class_mode": "raw", "y_col": ["size", "weight"]}, [[3, 1], [4, 2], [5, 3]]),
        ({"class_mode": "multi_output", "y_col": ["size", "weight"]}, [[3, 4, 5], [1, 2, 3]]),
        ({"class_mode": "sparse", "y_col": "one"}, [0, 1, 0]),
        ({"class_mode": None}, None),
    ],
)
def test_tables_name_images_and_what_to_learn(
    tmp_path: Path, arguments: Mapping[str, Any], targets: Any
) -> None:
    for n in range(3):
        save(tmp_path / f"{n}.png", photo(n))
    table = Table(
        filename=["0.png", "1.png", "2.png", "gone.png"],
        size=[3, 4, 5, 6],
        weight=[1, 2, 3, 4],
        one=["x", "y", "x", "y"],
    )
    table["class"] = ["a", ["a", "b"], "c", "a"]
    with pytest.warns(UserWarning, match="1 names in column 'filename' are no image files"):
        flow = Ours().flow_from_dataframe(
            table, tmp_path, target_size=(8, 8), shuffle=False, weight_col="weight", **arguments
        )
    batch = next(flow)
    if targets is None:
        assert batch.shape == (3, 8, 8, 3)
        return
    x, y, weights = batch
    assert len(x) == len(weights) == flow.samples
    assert [list(np.ravel(one)) for one in y] == [list(np.ravel(one)) for one in targets]


def test_validation_images_are_not_augmented(data: Path) -> None:
    generator = Ours(rotation_range=90, validation_split=0.5)
    options: dict[str, Any] = {"shuffle": False, "target_size": (30, 40), "batch_size": 20}
    plain = Ours(validation_split=0.5)
    for one in ("validation", "training"):
        made, wanted = (
            next(each.flow_from_directory(data, subset=one, **options))[0]
            for each in (generator, plain)
        )
        assert np.array_equal(made, wanted) == (one == "validation")
    of_array = generator.flow(X, Y, subset="validation", batch_size=20, shuffle=False)
    assert np.array_equal(next(of_array)[0], X[:5])


def test_saved_images_never_replace_each_other(tmp_path: Path) -> None:
    for _ in range(2):
        flow = Ours(rotation_range=20).flow(
            X, batch_size=4, save_to_dir=str(tmp_path), save_prefix="a", save_format="jpeg"
        )
        several(flow, 6)
    assert len(list(tmp_path.glob("a_*.jpeg"))) == 2 * (4 + 4 + 3) * 2


def test_the_old_ways_to_ask_work_still() -> None:
    flow = Ours().flow(X, Y, batch_size=4, shuffle=False)
    assert same(flow.next(), (X[:4], Y[:4]))
    assert iter(flow) is flow
    flow.on_epoch_end()
    with pytest.raises(ValueError, match="idx must be less than 3, the number of batches, not 3"):
        flow[3]


WORD: Any = "x"
BAD: list[tuple[Any, type[Exception], str]] = [
    (lambda _: Ours().flow(X, Y[:5]), ValueError, "must have one length, not 11 and 5"),
    (lambda _: Ours(rotation_range=WORD), ValueError, "must be a number, not 'x'"),
    (lambda _: Ours(shear_range=WORD), ValueError, "shear_range must be a number"),
    (lambda _: Ours().flow(X[0]), ValueError, "must have rank 4"),
    (lambda _: Ours().flow(X, batch_size=0), ValueError, "batch_size must be"),
    (lambda _: Ours().flow(X, subset="training"), ValueError, "has no validation_split"),
    (
        lambda _: Ours(validation_split=0.2).flow(X, subset="test"),
        ValueError,
        "subset must be training or validation, not 'test'",
    ),
    (
        lambda data: Ours().flow_from_directory(data, class_mode="raw"),
        ValueError,
        "class_mode must be one of categorical, binary, sparse, input or None, not 'raw'",
    ),
    (lambda data: Ours().flow_from_directory(data / "none"), ValueError, "is no folder"),
    (lambda data: Ours().flow_from_directory(data / "hat"), ValueError, "has no class folders"),
    (
        lambda data: Ours().flow_from_directory(data, color_mode="x"),
        ValueError,
        "color_mode must be one of",
    ),
    (
        lambda data: Ours().flow_from_directory(data, target_size=(0, 3)),
        ValueError,
        "target_size must be",
    ),
    (
        lambda _: Ours().flow_from_dataframe({"filename": ["a"]}),
        ValueError,
        "the table has no column 'class'",
    ),
]


@pytest.mark.parametrize(("call", "kind", "said"), BAD, ids=[one[2] for one in BAD])
def test_what_cannot_be_is_told_by_name(
    data: Path, call: Any, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        call(data)
