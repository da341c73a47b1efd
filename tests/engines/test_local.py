"""Check that a job which ends its worker or hangs costs itself and nothing else."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.running import run_python
from faults.scene import small_dataset

from augcli.engines.local import LocalEngine
from augcli.errors import EnvironmentFailure

from .poisoned import Poisoned, lost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals that kill")

# Not fork: this process has threads, of the test runner. Tests in processes of their own do fork.
METHODS = ["forkserver", "spawn"]
LIMIT = 1.0  # seconds for a job
MANY = [f"job {number}" for number in range(20)]


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest) -> str:
    """Return a start method of multiprocessing."""
    return str(request.param)


@pytest.fixture
def work(tmp_path: Path) -> Poisoned:
    return Poisoned(tmp_path)


def _engine(
    work: Poisoned, workers: int = 2, seconds: float = 60.0, method: str | None = None
) -> LocalEngine[str, str]:
    return LocalEngine(work, lost, workers, seconds, method)


def _done(*jobs: str) -> set[str]:
    return {f"{job} done" for job in jobs}


@pytest.mark.parametrize(("word", "code"), [("crash", -11), ("exit", 7)])
def test_a_job_that_ends_its_process_is_tried_again_alone_and_then_lost(
    work: Poisoned, method: str, word: str, code: int
) -> None:
    jobs = [*MANY[:5], word, *MANY[5:]]
    engine = _engine(work, method=method)
    outcomes = list(engine.run(jobs))
    assert sorted(outcomes) == sorted([*_done(*MANY), f"{word} lost ({code})"])
    assert outcomes[-1] == f"{word} lost ({code})"  # alone: when the others are done
    assert (work.tries(word), engine.deaths) == (2, 2)
    assert {work.tries(job) for job in MANY} == {1}


def test_a_job_whose_process_was_killed_once_is_done_at_the_second_try(
    work: Poisoned, method: str
) -> None:
    engine = _engine(work, method=method)
    assert set(engine.run([*MANY, "crash-once"])) == _done(*MANY, "crash-once")
    assert (work.tries("crash-once"), engine.deaths) == (2, 1)


def test_workers_have_the_variables_that_this_process_has_when_they_start(
    work: Poisoned, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in "12":  # a fork server goes on with those of its start
        monkeypatch.setenv("AUGCLI_TEST", number)
        assert {*_engine(work, method=method).run([f"variable {number}"])} == {
            f"variable {number} done"
        }


def test_a_job_that_hangs_is_lost_in_time_and_the_others_finish(
    work: Poisoned, method: str
) -> None:
    outcomes = list(_engine(work, seconds=LIMIT, method=method).run(["hang", *MANY]))
    assert set(outcomes) == {*_done(*MANY), "hang timed out"}
    assert work.tries("hang") == 1


def test_one_worker_is_enough_for_any_of_that(work: Poisoned) -> None:
    jobs = ["crash", "job 1", "hang", "crash-once", "job 2"]
    outcomes = set(_engine(work, workers=1, seconds=LIMIT).run(jobs))
    wanted = _done("job 1", "job 2", "crash-once") | {"crash lost (-11)", "hang timed out"}
    assert outcomes == wanted


def test_jobs_that_all_end_their_process_are_all_lost_and_the_run_ends(work: Poisoned) -> None:
    jobs = [f"crash {number}" for number in range(6)]
    engine = _engine(work)
    assert set(engine.run(jobs)) == {f"{job} lost (-11)" for job in jobs}
    assert engine.deaths == 12


def test_jobs_that_wait_their_turn_are_not_counted_as_stuck(work: Poisoned) -> None:
    jobs = [f"slow {number}" for number in range(6)]
    assert set(_engine(work, workers=1, seconds=LIMIT).run(jobs)) == _done(*jobs)


def test_a_worker_without_jobs_is_not_stuck_however_long_its_outcomes_are_looked_at(
    work: Poisoned,
) -> None:
    engine = _engine(work, workers=1, seconds=LIMIT)
    outcomes = engine.run(["job 1"])
    assert next(outcomes) == "job 1 done"
    time.sleep(1.2 * LIMIT)
    assert (list(outcomes), engine.deaths) == ([], 0)


def test_the_time_that_a_worker_needs_to_start_is_not_counted_as_its_job(tmp_path: Path) -> None:
    work = Poisoned(tmp_path, seconds_to_start=1.5 * LIMIT)
    outcomes = set(_engine(work, seconds=LIMIT).run([*MANY, "hang"]))
    assert outcomes == {*_done(*MANY), "hang timed out"}


def test_a_problem_of_the_machine_in_a_worker_ends_the_run_as_it_is(
    work: Poisoned, method: str
) -> None:
    with pytest.raises(EnvironmentFailure, match="on fire") as caught:
        list(_engine(work, method=method).run(["job 1", "problem", *MANY]))
    assert caught.value.hint == "put it out"


def test_a_bug_in_a_worker_ends_the_run_with_its_traceback(work: Poisoned, method: str) -> None:
    with pytest.raises(RuntimeError, match=r"_bug[^$]*ZeroDivisionError: a bug of ours"):
        list(_engine(work, method=method).run(["job 1", "bug", *MANY]))


def test_workers_that_cannot_start_end_the_run_instead_of_losing_every_job(
    tmp_path: Path,
) -> None:
    work = Poisoned(tmp_path, fails_to_start=True)
    with pytest.raises((EnvironmentFailure, RuntimeError, OSError), match="no room to work in"):
        assert list(_engine(work).run(MANY)) == ["an error"]


def test_no_worker_outlives_a_run_however_it_ends(work: Poisoned) -> None:
    list(_engine(work).run(MANY))
    with pytest.raises(RuntimeError):
        list(_engine(work).run(["bug", "hang"]))
    outcomes = _engine(work).run(["job 1", "hang", *MANY])
    next(iter(outcomes))
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert multiprocessing.active_children() == []


def test_jobs_are_asked_for_as_they_are_needed(work: Poisoned) -> None:
    asked = 0

    def endless() -> Iterator[str]:
        nonlocal asked
        while True:
            asked += 1
            yield f"job {asked}"

    outcomes = _engine(work).run(endless())
    for _ in range(5):
        next(iter(outcomes))
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert asked <= 5 + 2 * 96 + 2


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc here")
def test_no_descriptor_outlives_a_run(work: Poisoned) -> None:
    folder = Path("/proc/self/fd")
    list(_engine(work).run(MANY))
    before = len(list(folder.iterdir()))
    list(_engine(work).run(["crash-once", *MANY]))
    gc.collect()
    assert len(list(folder.iterdir())) <= before


def test_workers_do_not_run_the_script_of_their_parent_again(tmp_path: Path, method: str) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        f"""
print("here", flush=True)
from augcli.engines import worker_process
worker_process._safe_method = lambda: {method!r}
from augcli.cli import main
main(["expand", {str(small_dataset(tmp_path / "data"))!r}, {str(tmp_path / "out")!r}, "-q"])
""",
        "utf-8",
    )
    result = run_python(script)
    assert (result.code, result.stdout) == (0, "here\n"), result.stderr


def test_a_script_from_standard_input_has_workers(tmp_path: Path, method: str) -> None:
    data, out = small_dataset(tmp_path / "data"), tmp_path / "out"
    script = f"""
import sys
sys.modules["__main__"].__file__ = "<stdin>"  # as Python 3.11 does it
from augcli.engines import worker_process
worker_process._safe_method = lambda: {method!r}
from augcli.cli import main
main(["expand", {str(data)!r}, {str(out)!r}, "-q"])
"""
    result = run_python("-c", script)
    assert result.code == 0, result.stderr
