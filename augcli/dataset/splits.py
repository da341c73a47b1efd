"""Splits of a dataset: which folder names mean train, val or test, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

SplitMode = Literal["carry", "leave-out", "classes"]
"""What becomes of the splits that are not for training; ``classes`` takes none for a split."""
SplitUse = Literal["augment", "carry", "leave-out"]
"""What becomes of one split."""
SPLIT_MODES: tuple[SplitMode, ...] = get_args(SplitMode)

LEFT_OUT = "in a split that is left out"
"""The reason to pass over an image."""

_TRAINING = ("train", "training")
_OTHERS = (
    "val",
    "valid",
    "validation",
    "dev",
    "test",
    "tests",
    "testing",
    "holdout",
    "eval",
    "evaluation",
)
_WITHOUT_LABELS = (
    "unlabeled",
    "unlabelled",
    "unsupervised",
    "pred",
    "prediction",
    "predictions",
    "singleprediction",
    "extra",
)
# training_set, trainset, Train-Data, train_images, val2017
_AFTER = r"(set|sets|data|dataset|images|imgs|split)?"


class Split(NamedTuple):
    """A split that was found: what becomes of it, and how many images it has."""

    name: str
    use: SplitUse
    images: int


def splits_as_json(splits: Iterable[Split]) -> dict[str, dict[str, object]]:
    """Return what becomes of each split, for ``--json``."""
    return {one.name: {"use": one.use, "images": one.images} for one in splits}


def is_training(name: str) -> bool:
    """Return True if a folder has the name of a split for training."""
    return _is_one_of(name, _TRAINING)


def has_split_name(name: str) -> bool:
    """Return True if a folder has the name of a split of any kind."""
    return is_split(name) or is_without_labels(name)


def is_split(name: str) -> bool:
    """Return True if a folder has the name of a split, for training or not."""
    return _is_one_of(name, (*_TRAINING, *_OTHERS))


def is_without_labels(name: str) -> bool:
    """Return True if a folder has the name of images whose class nobody knows."""
    return _is_one_of(name, _WITHOUT_LABELS)


def is_carried(split: str) -> bool:
    """Return True if the images of a split get no copies; ``split`` is empty if there is none."""
    return bool(split) and not is_training(split)


def place_of(split: str) -> tuple[int, str]:
    """Return a key to sort splits by: for training, for validation, for tests, without labels."""
    words = (*_TRAINING, *_OTHERS, *_WITHOUT_LABELS)
    places = (place for place, word in enumerate(words) if _is_one_of(split, (word,)))
    return next(places, len(words)), split


def _is_one_of(name: str, words: tuple[str, ...]) -> bool:
    letters = re.sub(r"[\W\d_]+", "", name.casefold())
    return re.fullmatch(f"({'|'.join(words)}){_AFTER}", letters) is not None
