"""Check the choice of an engine, without Dask: what is refused, and an engine of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import augcli
from augcli.engines.local import LocalEngine

from .pictures import photo, save
from .running import assert_refused, run, run_python, tree

ONE = ("--copies", "2", "--rotation", "20")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number in range(3):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number, 12, 9))
    return tmp_path / "data"


def test_without_dask_it_says_what_to_install(data: Path) -> None:
    code = "import sys; sys.modules['distributed'] = None\nfrom augcli.cli import main; main()"
    out = data.parent / "out"
    refused = run_python("-c", code, "expand", data, out, *ONE, "--engine", "dask")
    assert_refused(refused, "--engine dask needs Dask")
    assert "pip install 'augcli[dask]'" in refused.stderr
    assert not out.exists()


def test_a_scheduler_goes_with_dask_alone(data: Path) -> None:
    out = data.parent / "out"
    refused = run("expand", data, out, *ONE, "--scheduler", "tcp://127.0.0.1:1")
    assert_refused(refused, "--scheduler goes with --engine dask")
    assert not out.exists()


def test_an_address_that_is_empty_is_refused(data: Path) -> None:
    out = data.parent / "out"
    refused = run("expand", data, out, *ONE, "--engine", "dask", "--scheduler", "")
    assert_refused(refused, "--scheduler: the address is empty")
    assert not out.exists()


class _Counting:
    """An engine that does batches of two jobs on this machine, and counts them."""

    batches = 0
    deaths = 0

    def __init__(self, work: Any, lost: Callable[..., Any], seconds: float) -> None:
        self._engine = LocalEngine(work, lost, 1, seconds)

    def run(self, jobs: Iterable[Any]) -> Iterator[Any]:
        waiting = list(jobs)
        while waiting:
            _Counting.batches += 1
            yield from self._engine.run(waiting[:2])
            del waiting[:2]


@pytest.mark.parametrize("sharding", [{}, {"layout": "webdataset", "shard_count": 3}])
def test_an_engine_of_ones_own_makes_the_same(data: Path, sharding: Any) -> None:
    for number in range(3, 6):
        save(data / "hat" / f"{number}.png", photo(number, 12, 9))
    pipeline = augcli.Pipeline.from_flags("--rotation 20")
    _Counting.batches = 0
    augcli.expand(data, data.parent / "out", pipeline, copies=2, engine=_Counting, **sharding)
    augcli.expand(data, data.parent / "wanted", pipeline, copies=2, **sharding)
    assert tree(data.parent / "out") == tree(data.parent / "wanted")
    assert _Counting.batches == (2 if sharding else 3)


def test_an_engine_that_is_none_is_refused(data: Path) -> None:
    pipeline = augcli.Pipeline.from_flags("--rotation 20")
    with pytest.raises(ValueError, match="engine must be one of local, dask, not 'spark'"):
        augcli.expand(data, data.parent / "out", pipeline, engine="spark")  # type: ignore[arg-type]  # refused
