"""Which images are in the training subset, and which in the validation subset."""

from __future__ import annotations

_SUBSETS = ("training", "validation")


def part_of(subset: str, count: int, validation_split: float) -> slice:
    """Return which of so many images are in a subset: the first ones are for validation.

    Raises:
        ValueError: there is no such subset, or nothing is split.
    """
    if subset not in _SUBSETS:
        raise ValueError(f"subset must be {' or '.join(_SUBSETS)}, not {subset!r:.40}")
    if not validation_split:
        raise ValueError(
            f"subset is {subset!r}, and the ImageDataGenerator has no validation_split"
        )
    first = int(validation_split * count)
    return slice(0, first) if subset == "validation" else slice(first, count)
