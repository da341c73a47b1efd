"""Where the pictures are that tests use, and how hypothesis runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"  # beside the checkout on some machines, not part of it

# The same examples on every run: a test fails because of a change, never by luck.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip tests that need an environment of their own, unless -m has chosen among them."""
    if "environment" in config.option.markexpr:
        return
    for item in items:
        if mark := item.get_closest_marker("environment"):
            reason = f"needs libraries of its own: make test-{mark.kwargs['name']}"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True, scope="session")
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what augcli remembers between runs out of the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def modules_compiled_once() -> Iterator[None]:
    """Let the processes that tests start keep compiled modules: each would compile them anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


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
