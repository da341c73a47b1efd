"""Two workers make one shard, since one was taken for dead: it is whole, and has its marker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cli.pictures import photo, save
from cli.running import tree
from cli.sharded import make_data

import augcli
from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.maker import ShardMaker

TURN = augcli.Pipeline.from_flags("--rotation 20")


class KilledError(Exception):
    """A worker has ended in the middle."""


class Twice:
    """An engine that has each shard made by two workers.

    One makes all of it before the other's first image, or even before the other begins, with
    ``is_late``. With ``is_killed`` the other ends there.
    """

    deaths = 0
    is_late = is_killed = False

    def __init__(self, work: Any, *_: object) -> None:
        self._maker: ShardMaker = work.work  # without the check of each process

    def run(self, shards: Iterable[ShardJob]) -> Iterator[ShardOutcome]:
        for shard in shards:
            made: list[ShardOutcome] = []
            if self.is_late:
                self._make_whole(shard, made)
            with suppress(KilledError):
                self._maker.make(shard, lambda job: self._do_late(job, shard, made))  # noqa: B023, called in this round
            self._make_whole(shard, made)
            yield made[0]

    def _make_whole(self, shard: ShardJob, made: list[ShardOutcome]) -> None:
        if not made:
            with ThreadPoolExecutor(1) as other:
                made.append(other.submit(self._maker.make, shard, self._maker.worker).result())

    def _do_late(self, job: Job, shard: ShardJob, made: list[ShardOutcome]) -> Outcome:
        self._make_whole(shard, made)
        if self.is_killed:
            raise KilledError
        return self._maker.worker(job)


@pytest.mark.parametrize("layout", ["folder", "webdataset"])
@pytest.mark.parametrize("is_killed", [True, False])
@pytest.mark.parametrize("is_late", [True, False])
def test_a_shard_that_two_workers_make_is_that_of_one(
    tmp_path: Path, layout: Any, is_killed: bool, is_late: bool
) -> None:
    twice: Any = type("Chosen", (Twice,), {"is_killed": is_killed, "is_late": is_late})
    asked: Any = {"copies": 2, "layout": layout, "shard_count": 2}
    data, out, wanted = (
        make_data(tmp_path / "data", hat=4, shoe=4),
        tmp_path / "out",
        tmp_path / "1",
    )
    augcli.expand(data, out, TURN, **asked, engine=twice)
    augcli.expand(data, wanted, TURN, **asked)
    assert tree(out) == tree(wanted)
    # Once more, with a source that has changed, one that is gone and one that can't be read.
    save(data / "hat" / "1.png", photo(50, 30, 20))
    (data / "shoe" / "2.png").unlink()
    (data / "shoe" / "3.png").write_bytes(b"no image")
    augcli.expand(data, out, TURN, **asked, engine=twice, prune=True)
    augcli.expand(data, wanted, TURN, **asked, prune=True)
    assert tree(out) == tree(wanted)
