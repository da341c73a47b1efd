"""Make the dataset that the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand


@pytest.fixture(scope="session")
def two_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one JPEG and one PNG; tests only read it."""
    root = tmp_path_factory.mktemp("two") / "data"
    save(root / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "shoe" / "b.png", photo(2, 33, 47))
    return root


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset of three images, data, and its expansion, out; tests only read it."""
    root = tmp_path_factory.mktemp("made")
    save(root / "data" / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "data" / "hat" / "b.png", photo(3, 31, 24))
    save(root / "data" / "shoe" / "c.webp", photo(2, 33, 47))
    moves = ("--rotation", "40", "--zoom", "0.3", "--elastic", "0.05", "--mixup", "0.4")
    levels = ("--brightness", "0.3", "--gaussian-noise", "9", "--random-erasing", "0.2")
    originals = ("--originals", "copy")
    expand(root / "data", root / "out", "--copies", "2", *moves, *levels, *originals)
    return root
