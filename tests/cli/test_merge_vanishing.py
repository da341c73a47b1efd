"""Objects that vanish while parts are merged are named in an error that is documented.

Each request in turn finds that what it asks for has just gone.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from augcli.errors import AugcliError, EnvironmentFailure
from augcli.expansion.merging.merge import Merge
from augcli.storage.remote import kept_listing
from augcli.storage.remote.url import as_path

from .parts import make_part
from .sharded import make_data

memory: Any = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")
REQUESTS = ("ls", "info", "cat_file", "get_file", "cp_file")
PARTS = [as_path("memory://bucket/1"), as_path("memory://bucket/2")]
OUT = as_path("memory://bucket/out")


class Vanishing:
    """A server in memory; what its request ``number`` asks for is removed just before."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.system = memory.MemoryFileSystem()
        self.number, self.asked, self.gone = -1, -1, ""
        for name in REQUESTS:
            patch.setattr(memory.MemoryFileSystem, name, self._counted(name))

    def _counted(self, name: str) -> Any:
        real = getattr(memory.MemoryFileSystem, name)

        def ask(system: Any, path: str, *args: Any, **options: Any) -> Any:
            self.asked += 1
            own = system._strip_protocol(path)
            if self.asked == self.number and system.store.pop(own, None):
                self.gone = own
            return real(system, path, *args, **options)

        return ask

    def hold(self, objects: dict[str, Any], number: int) -> None:
        """Hold these objects until the request of a number."""
        self.system.store.clear()
        self.system.store.update(objects)
        kept_listing._kept.clear()
        self.number, self.asked, self.gone = number, -1, ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vanishing]:
    found = Vanishing(monkeypatch)
    yield found
    found.hold({}, -1)


@pytest.fixture(params=[(), ("--layout", "webdataset")], ids=["files", "shards"])
def parts(server: Vanishing, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The objects of two parts."""
    data = make_data(tmp_path / "data", hat=3, shoe=3)
    for name in "12":
        part = make_part(data, tmp_path, f"{name}/2", "--shard-count", "2", *request.param)
        server.system.put(f"{part}/", f"/bucket/{name}/", recursive=True)
    return dict(server.system.store)


@pytest.mark.parametrize("far", [True, False])
def test_what_vanishes_of_a_part_is_named(
    far: bool, parts: dict[str, Any], server: Vanishing, tmp_path: Path
) -> None:
    server.hold(parts, -1)
    assert _failure_of(Merge(PARTS, OUT if far else tmp_path / "whole")) is None
    for number in range(server.asked + 1):
        out = OUT if far else tmp_path / f"{number}"
        server.hold(parts, number)
        failed = _failure_of(Merge(PARTS, out))
        begun = (out / "augcli.json").exists()
        if server.gone in parts:
            assert Path(server.gone).name in f"{failed}", server.gone
            assert begun == isinstance(failed, EnvironmentFailure), failed
        else:
            assert failed is None


def test_what_vanishes_of_out_is_made_again(parts: dict[str, Any], server: Vanishing) -> None:
    server.hold(parts, -1)
    assert _failure_of(Merge(PARTS, OUT)) is None
    merged = dict(server.system.store)
    for number in range(server.asked + 1):
        server.hold(merged, number)
        failed = _failure_of(Merge(PARTS, OUT))
        assert server.gone in parts or not isinstance(failed, EnvironmentFailure), failed


@pytest.mark.parametrize("parts", [()], ids=["files"], indirect=True)
def test_images_are_looked_for_many_at_once(
    parts: dict[str, Any], server: Vanishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, asked, info = threading.Event(), Counter[str](), memory.MemoryFileSystem.info

    def ask(system: Any, path: str, **options: Any) -> Any:
        asked[path] += path.endswith(".png")
        if asked.total() > 1:
            second.set()
        assert second.wait(60 * asked[path]) or not asked[path]
        return info(system, path, **options)

    server.hold(parts, -1)
    monkeypatch.setattr(memory.MemoryFileSystem, "info", ask)
    Merge(PARTS, OUT).check()
    assert len(+asked) == 6


def _failure_of(merge: Merge) -> AugcliError | None:
    try:
        merge.run()
    except AugcliError as error:
        return error
    return None
