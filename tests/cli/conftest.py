"""Make the dataset that the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save


@pytest.fixture(scope="session")
def two_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one JPEG and one PNG; tests only read it."""
    root = tmp_path_factory.mktemp("two") / "data"
    save(root / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "shoe" / "b.png", photo(2, 33, 47))
    return root
