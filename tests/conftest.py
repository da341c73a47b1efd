"""Where the pictures are that tests use, and how hypothesis runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"  # beside the checkout on some machines, not part of it

# The same examples on every run: a test fails because of a change, never by luck.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


def _folder_or_skip(path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(
            f"needs {path.relative_to(REPOSITORY.parent)} beside the checkout: it is absent"
        )
    return path


@pytest.fixture(scope="session")
def clothing() -> Path:
    """Real photos of clothes in class folders."""
    return _folder_or_skip(SHARED / "data" / "clothing")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Image files that are odd, huge, damaged or not images at all."""
    return _folder_or_skip(SHARED / "corpus")


@pytest.fixture(scope="session")
def sample_images() -> Path:
    """The pictures that come with the project."""
    return REPOSITORY / "sample_images"
