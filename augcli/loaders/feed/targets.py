"""What is fed beside the pictures: the classes in one form or another, or any values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from augcli.imaging.lazy import Array, np

ClassMode = Literal["categorical", "binary", "sparse", "input"]
CLASS_MODES: tuple[ClassMode, ...] = get_args(ClassMode)


def targets_of(
    labels: Sequence[Sequence[int]], classes: Sequence[str], mode: ClassMode | None
) -> Array | None:
    """Return what to learn for each picture, by the numbers of its classes.

    ``categorical`` is (n, classes), float32, 1 for each class of the picture; ``sparse`` (n,),
    int64; ``binary`` (n,), float32, for two classes. None if there is nothing, or the picture.

    Raises:
        ValueError: the mode does not go with these classes.
    """
    if mode is None or mode == "input":
        return None
    several = any(len(one) != 1 for one in labels)
    if mode == "categorical":
        hot = np.zeros((len(labels), len(classes)), np.float32)
        for row, numbers in enumerate(labels):
            hot[row, list(numbers)] = 1
        return hot
    if several:
        raise ValueError(
            f"class_mode {mode!r} is for one class an image, and here images have several: "
            "give 'categorical'"
        )
    if mode == "binary" and len(classes) != 2:
        raise ValueError(f"class_mode 'binary' is for 2 classes, and there are {len(classes)}")
    return np.array([one[0] for one in labels], np.int64 if mode == "sparse" else np.float32)


def checked_mode(mode: object) -> ClassMode | None:
    """Return a class mode. Raises ValueError for an unknown one."""
    for one in CLASS_MODES:
        if mode == one:
            return one
    if mode is not None:
        raise ValueError(
            f"class_mode must be one of {', '.join(CLASS_MODES)} or None, not {mode!r}"
        )
    return None
