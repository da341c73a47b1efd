"""What all tests with servers have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from augcli.storage.remote import backends, kept_listing


@pytest.fixture(autouse=True)
def fresh_clients() -> Iterator[None]:
    """Forget the clients and listings of servers that have ended: the next is at another port."""
    yield
    for system in {type(system) for system in backends._kept.values()}:
        system.clear_instance_cache()
    backends._kept.clear()
    kept_listing._kept.clear()
