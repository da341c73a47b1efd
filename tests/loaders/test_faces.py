"""The faces for other libraries: loaded when they are used, and told what is missing."""

from __future__ import annotations

import importlib.util
import random
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from cli.pictures import photo
from cli.running import run_python
from PIL import Image as PillowImage

import augcli
from augcli.loaders.fresh_key import fresh_key

PIPELINE = augcli.Pipeline.from_flags("--rotation 40 --horizontal-flip")


def is_missing(library: str) -> bool:
    return importlib.util.find_spec(library) is None


@pytest.mark.skipif(not is_missing("torch"), reason="PyTorch is installed here")
def test_without_pytorch_an_import_error_says_what_to_install() -> None:
    with pytest.raises(ImportError, match=r"augcli\.torch needs PyTorch: pip install torch"):
        augcli.torch  # noqa: B018, the access is what is tested


@pytest.mark.skipif(not is_missing("keras"), reason="Keras is installed here")
def test_without_keras_an_import_error_says_what_to_install() -> None:
    with pytest.raises(ImportError, match=r"augcli\.keras\.dataset needs Keras 3: pip install"):
        augcli.keras.dataset("data")


def test_the_face_for_keras_loads_neither_keras_nor_scipy() -> None:
    code = (
        "import sys, augcli; augcli.keras.ImageDataGenerator(rotation_range=3)\n"
        "heavy = ('keras', 'tensorflow', 'torch', 'scipy', 'pandas', 'matplotlib')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert run_python("-c", code).stdout.strip() == "[]"


def test_a_transform_of_hugging_face_augments_a_column_and_keeps_the_others() -> None:
    pictures = [PillowImage.fromarray(photo(n)) for n in range(3)]
    examples: dict[str, Any] = {"image": pictures, "label": [0, 1, 2]}
    made = augcli.hf.transform(PIPELINE)(examples)
    assert made["label"] == [0, 1, 2]
    assert [one.size for one in made["image"]] == [one.size for one in pictures]
    assert any(
        not np.array_equal(a, np.asarray(b)) for a, b in zip(made["image"], pictures, strict=True)
    )
    into = augcli.hf.transform(PIPELINE, into="pixels")(examples)
    assert into["image"] is pictures
    assert len(into["pixels"]) == 3
    with pytest.raises(ValueError, match="column 'photo' is none of the dataset: image, label"):
        augcli.hf.transform(PIPELINE, column="photo")(examples)


def test_fresh_keys_follow_the_seed_of_python_where_pytorch_is_not_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    random.seed(5)
    keys = [fresh_key() for _ in range(3)]
    random.seed(5)
    assert keys == [fresh_key() for _ in range(3)]
    assert len(set(keys)) == 3


def test_iterators_are_datasets_of_keras_once_it_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PyDataset:
        """Stands in for that of Keras 3."""

        def __init__(self) -> None:
            self.started = True

    keras, utils = ModuleType("keras"), ModuleType("keras.utils")
    utils.PyDataset = PyDataset  # type: ignore[attr-defined]  # a stand-in for Keras
    keras.utils = utils  # type: ignore[attr-defined]  # a stand-in for Keras
    flow = augcli.keras.ImageDataGenerator().flow
    x = np.zeros((3, 4, 4, 3))
    assert not isinstance(flow(x), PyDataset)
    monkeypatch.setitem(sys.modules, "keras", keras)
    known = flow(x)
    assert isinstance(known, PyDataset)
    assert isinstance(known, augcli.keras.NumpyArrayIterator)
    assert known.started
    assert len(next(known)) == 3
