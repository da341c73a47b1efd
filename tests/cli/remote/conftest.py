"""What all tests with servers have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from augcli.storage.remote import backends, failures, kept_listing

from ..pictures import photo, save
from .servers import KEY, s3_system, seaweedfs


@pytest.fixture(autouse=True)
def fresh_clients() -> Iterator[None]:
    """Forget the clients and listings of servers that have ended: the next is at another port."""
    yield
    for system in {type(system) for system in backends._kept.values()}:
        system.clear_instance_cache()
    backends._kept.clear()
    kept_listing._kept.clear()
    failures._known.clear()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A dataset whose names are hard on URLs, in a folder of its own."""
    root = tmp_path / "served/data"
    for number, name in enumerate(("a b.jpg", "c%41.jpg", "é.jpg", "plus+.png", "in/side.jpg")):
        save(root / "hat" / name, photo(number))
        save(root / "shoe" / name, photo(10 + number))
    return root


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of S3 for the tests of a module."""
    with seaweedfs(tmp_path_factory.mktemp("server") / "weed") as url:
        yield url


@pytest.fixture
def env(endpoint: str, tmp_path: Path) -> Mapping[str, str]:
    """The variables that lead to it, and a cache folder of the test's own."""
    return {**KEY, "AWS_ENDPOINT_URL": endpoint, "XDG_CACHE_HOME": str(tmp_path / "cache")}


@pytest.fixture
def system(endpoint: str) -> Any:
    """A client of it."""
    return s3_system(endpoint)
