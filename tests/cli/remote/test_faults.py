"""A bucket that fails: the run goes on, or ends with code 1 and goes on when it is run again."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ..pictures import photo, save
from ..running import run, tree
from .restarted import restarted_at
from .servers import KEY, Fault, answer, proxy, s3

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "2", "--rotation", "20", "--workers", "2")


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """A folder whose only folder, ``bucket``, holds a dataset of 40 images."""
    for number in range(40):
        label = "hat" if number % 2 else "shoe"
        save(tmp_path / "served/bucket/data" / label / f"{number}.jpg", photo(number))
    return tmp_path / "served"


@pytest.fixture
def local(served: Path, tmp_path: Path) -> dict[str, bytes]:
    """What a run on the same dataset writes that reads it from the disk."""
    done = run("expand", served / "bucket/data", tmp_path / "local", *EXPAND)
    assert done.code == 0
    return tree(tmp_path / "local")


@contextlib.contextmanager
def failing(served: Path, fault: Fault) -> Iterator[Mapping[str, str]]:
    with s3(served) as port, proxy(port, fault) as asked:
        yield {**KEY, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{asked}"}


def expand(out: Path, env: Mapping[str, str]) -> int:
    done = run("expand", "s3://bucket/data", out, *EXPAND, env=env)
    assert "Traceback" not in done.stderr
    return done.code


@pytest.mark.parametrize(
    ("status", "code"), [(500, "InternalError"), (503, "SlowDown"), (429, "TooManyRequests")]
)
def test_errors_that_pass_cost_nothing(
    status: int, code: str, served: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    def fault(number: int, _: str) -> tuple[int, bytes] | None:
        return answer(status, code) if number % 4 == 1 else None

    with failing(served, fault) as env:
        assert expand(tmp_path / "out", env) == 0
    assert tree(tmp_path / "out") == local


def test_a_slow_object_is_waited_for(served: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    def fault(number: int, _: str) -> None:
        time.sleep(3 if number == 5 else 0)

    with failing(served, fault) as env:
        assert expand(tmp_path / "out", env) == 0
    assert tree(tmp_path / "out") == local


def test_a_server_that_is_stopped_and_started_is_waited_for(
    served: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    with restarted_at(8, served) as env:
        assert expand(tmp_path / "out", env) == 0
    assert tree(tmp_path / "out") == local


@pytest.mark.parametrize("code", ["RequestTimeTooSkewed", "ExpiredToken", "AccessDenied"])
def test_when_a_login_no_longer_counts_the_run_ends_and_goes_on_later(
    code: str, served: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    seen = [0]

    def fault(number: int, _: str) -> tuple[int, bytes] | None:
        seen[0] = max(seen[0], number)
        return answer(403, code) if seen[0] > 10 else None

    with failing(served, fault) as env:
        assert expand(tmp_path / "out", env) == 1
    with failing(served, lambda *_: None) as env:
        assert expand(tmp_path / "out", env) == 0
    assert tree(tmp_path / "out") == local


def test_when_a_bucket_vanishes_the_run_ends_and_goes_on_later(
    served: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    def fault(number: int, _: str) -> None:
        if number == 10:
            (served / "bucket").rename(tmp_path / "gone")

    with failing(served, fault) as env:
        assert expand(tmp_path / "out", env) == 1
    (tmp_path / "gone").rename(served / "bucket")
    with failing(served, lambda *_: None) as env:
        assert expand(tmp_path / "out", env) == 0
    assert tree(tmp_path / "out") == local


@pytest.mark.parametrize(("status", "code"), [(404, "NoSuchKey"), (403, "AccessDenied")])
def test_an_object_that_is_gone_or_forbidden_costs_only_its_copies(
    status: int, code: str, served: Path, tmp_path: Path
) -> None:
    def fault(_: int, path: str) -> tuple[int, bytes] | None:
        return answer(status, code) if path.startswith("/bucket/data/hat/1.jpg") else None

    with failing(served, fault) as env:
        assert expand(tmp_path / "out", env) == 3
    assert b'"hat/1.jpg"' in (tmp_path / "out/skipped.jsonl").read_bytes()
