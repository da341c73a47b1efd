"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save

_PROJECT = Path(__file__).parents[2]
_SHARED = _PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def sample_images() -> Path:
    return _PROJECT / "sample_images"


@pytest.fixture(scope="session")
def clothing() -> Path:
    return _there(_SHARED / "data" / "clothing")


@pytest.fixture(scope="session")
def corpus() -> Path:
    return _there(_SHARED / "corpus")


def _there(path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(f"the shared folder {path.name} is not here")
    return path


@pytest.fixture(scope="session")
def two_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one JPEG and one PNG; tests only read it."""
    root = tmp_path_factory.mktemp("two") / "data"
    save(root / "hat" / "a.jpg", photo(1), quality=95)
    save(root / "shoe" / "b.png", photo(2, 33, 47))
    return root
