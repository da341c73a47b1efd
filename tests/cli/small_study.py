"""A study that takes a second: few small pictures, one repeat."""

from __future__ import annotations

from pathlib import Path

from .pictures import photo, save

QUICK = ("--horizontal-flip", "--repeats", "1", "--copies", "1", "--folds", "2")


def save_classes(root: Path, *labels: str, count: int = 6) -> Path:
    """Write a class folder of small pictures for each label, and return the root."""
    for place, label in enumerate(labels):
        for n in range(count):
            save(root / label / f"{n}.png", photo(count * place + n, 20, 16))
    return root
