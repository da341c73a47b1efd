"""Check the engine on a real scheduler of Dask and two workers in processes of their own."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from augcli.errors import EnvironmentFailure

from .dask_processes import DaskProcesses, dask_processes
from .poisoned import Poisoned, lost, until_gone

if TYPE_CHECKING:
    from augcli.engines.dask import DaskEngine
    from augcli.engines.dask_cluster import Cluster

pytestmark = pytest.mark.environment(name="dask")
MANY = [f"job {number}" for number in range(40)]


@dataclass(frozen=True)
class _Site:
    """Passes in a process that may see ``file``."""

    file: Path = Path("/")

    def check(self) -> None:
        if not self.file.exists():
            raise EnvironmentFailure(f"{self.file} is not there", "mount it")

    def flush(self) -> None:
        pass


@dataclass(frozen=True)
class _Deadly(_Site):
    """Ends the first process that it is checked in, and makes ``file`` to say so."""

    def check(self) -> None:
        try:
            self.file.touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path_factory.mktemp("dask")) as found:
        yield found


@pytest.fixture
def cluster(processes: DaskProcesses) -> Iterator[Cluster]:
    from augcli.engines.dask_cluster import joined

    processes.wait_for_workers(2)  # an earlier test may have killed one
    with joined(processes.address, 0) as found:
        yield found


@pytest.fixture
def work(tmp_path: Path) -> Poisoned:
    return Poisoned(tmp_path)


def _engine(work: Poisoned, cluster: Cluster, seconds: float = 5) -> DaskEngine[str, str]:
    from augcli.engines.dask import DaskEngine

    return DaskEngine(work, lost, seconds, cluster, _Site())


def test_each_job_is_done_once_and_the_workers_share_them(work: Poisoned, cluster: Cluster) -> None:
    engine = _engine(work, cluster)
    assert Counter(engine.run(MANY)) == Counter(f"{job} done" for job in MANY)
    assert {work.tries(job) for job in MANY} == {1}
    assert engine.deaths == 0
    assert len(cluster.throughput) == len(work.processes()) == 2
    assert sum(one.images for one in cluster.throughput.values()) == len(MANY)
    until_gone(work.processes())


def test_a_job_that_ends_its_process_or_hangs_costs_only_itself(
    work: Poisoned, cluster: Cluster
) -> None:
    engine = _engine(work, cluster, 3)
    found = set(engine.run([*MANY[:10], "crash", "hang", "exit", *MANY[10:20]]))
    assert found == {
        *(f"{job} done" for job in MANY[:20]),
        *("crash lost (-11)", "hang timed out", "exit lost (7)"),
    }
    assert engine.deaths == 5


def test_a_job_that_kills_its_worker_of_dask_costs_only_itself(
    work: Poisoned, cluster: Cluster
) -> None:
    engine = _engine(work, cluster, 30)
    found = Counter(engine.run([*MANY[:9], "kill-parent", *MANY[9:20]]))
    assert found == Counter([*(f"{job} done" for job in MANY[:20]), "kill-parent lost (None)"])
    assert engine.deaths >= 3


def test_a_shard_that_fails_is_tried_again(work: Poisoned, cluster: Cluster) -> None:
    found = set(_engine(work, cluster).run([*MANY, "problem-once"]))
    assert found == {f"{job} done" for job in [*MANY, "problem-once"]}


def test_work_that_cannot_continue_names_the_worker(work: Poisoned, cluster: Cluster) -> None:
    with pytest.raises(EnvironmentFailure, match=r"on fire \(on the worker tcp://127") as error:
        list(_engine(work, cluster).run([*MANY, "problem"]))
    assert error.value.hint == "put it out"


def test_a_bug_shows_the_traceback_of_the_worker(work: Poisoned, cluster: Cluster) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: a bug of ours"):
        list(_engine(work, cluster).run(["bug"]))


def test_jobs_are_asked_for_as_they_are_needed_and_stop_when_nobody_wants_more(
    work: Poisoned, cluster: Cluster
) -> None:
    asked = 0

    def endless() -> Iterator[str]:
        nonlocal asked
        while True:
            asked += 1
            yield f"slow {asked}"

    outcomes = _engine(work, cluster).run(endless())
    for _ in range(5):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert asked < 200
    begun = len(list(work.folder.iterdir()))
    list(_engine(work, cluster).run(MANY))
    # The job that a worker is at ends, and none begins.
    assert len(list(work.folder.iterdir())) <= begun + 2 + len(MANY)


def test_a_worker_that_fails_the_check_is_refused_before_any_work(cluster: Cluster) -> None:
    cluster.check(_Site())
    with pytest.raises(EnvironmentFailure, match=r"/nowhere is not there \(on the worker tcp:"):
        cluster.check(_Site(Path("/nowhere")))


def test_a_worker_that_dies_while_it_is_checked_is_not_to_blame(
    work: Poisoned, cluster: Cluster, tmp_path: Path
) -> None:
    cluster.check(_Deadly(tmp_path / "deadly"))
    assert (tmp_path / "deadly").exists()
    assert sorted(_engine(work, cluster).run(MANY)) == [f"{job} done" for job in sorted(MANY)]


def test_a_worker_that_comes_later_is_checked_too(work: Poisoned, cluster: Cluster) -> None:
    engine = _engine(work, cluster)
    engine.site = _Site(Path("/nowhere"))
    with pytest.raises(EnvironmentFailure, match="/nowhere is not there"):
        list(engine.run(MANY))
    assert {work.tries(job) for job in MANY} == {0}
