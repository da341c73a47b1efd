"""A bucket that fails while shards are written: the run goes on, or ends and goes on later."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from augcli.errors import EnvironmentFailure
from augcli.storage.files import write_streamed
from augcli.storage.remote.url import as_path

from ..pictures import photo, save
from ..running import run, tree
from .restarted import restarted_at
from .servers import KEY, Fault, answer, objects, proxy, s3, s3_system, seaweedfs

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "1", "--rotation", "20", "--layout", "webdataset")
SHARDS = (*EXPAND, "--shard-count", "6")
PUTS = r"PUT .*/out/"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "data"
    for number in range(20):
        save(root / ("hat" if number % 2 else "shoe") / f"{number}.jpg", photo(number, 60, 50))
    return root


@pytest.fixture(scope="module")
def local(data: Path) -> dict[str, bytes]:
    """What a run writes to a folder."""
    assert run("expand", data, data.parent / "local", *SHARDS).code == 0
    return files(data.parent / "local")


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """A folder whose only folder, ``bucket``, is an empty bucket."""
    (tmp_path / "served/bucket").mkdir(parents=True)
    return tmp_path / "served"


def files(folder: Path) -> dict[str, bytes]:
    return {name: found for name, found in tree(folder).items() if name[-1] != "/"}


@contextlib.contextmanager
def failing(served: Path, fault: Fault, remember: str = "50ms") -> Iterator[Mapping[str, str]]:
    with s3(served, remember=remember) as port, proxy(port, fault, PUTS) as asked:
        yield environment(asked)


def environment(port: int) -> Mapping[str, str]:
    return {**KEY, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}


def expand(
    data: Path, env: Mapping[str, str], code: int = 0, said: str = "", workers: int = 2
) -> None:
    flags = (*SHARDS, "--workers", str(workers))
    done = run("expand", data, "s3://bucket/out", *flags, env=env)
    assert "Traceback" not in done.stderr
    assert done.code == code, done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(("status", "code"), [(500, "InternalError"), (503, "SlowDown")])
def test_errors_that_pass_and_slow_objects_cost_nothing(
    status: int, code: str, data: Path, served: Path, local: dict[str, bytes]
) -> None:
    def fault(number: int, _: str) -> tuple[int, bytes] | None:
        time.sleep(3 if number == 7 else 0)
        return answer(status, code) if number % 3 == 1 else None

    with failing(served, fault) as env:
        expand(data, env)
    assert files(served / "bucket/out") == local


def test_a_server_that_is_stopped_and_started_is_waited_for(
    data: Path, served: Path, local: dict[str, bytes]
) -> None:
    with restarted_at(5, served, PUTS) as env:
        expand(data, env)
    assert files(served / "bucket/out") == local


@pytest.mark.parametrize(
    ("code", "said"),
    [("RequestTimeTooSkewed", "set the clock"), ("AccessDenied", "get the permission")],
)
def test_when_a_login_no_longer_counts_the_run_ends_and_goes_on_later(
    code: str, said: str, data: Path, served: Path, local: dict[str, bytes]
) -> None:
    def fault(number: int, _: str) -> tuple[int, bytes] | None:
        return answer(403, code) if number > 5 else None

    with failing(served, fault) as env:
        expand(data, env, 1, said)
    with failing(served, lambda *_: None) as env:
        expand(data, env)
    assert files(served / "bucket/out") == local


def test_when_a_bucket_vanishes_the_run_ends_and_goes_on_later(
    data: Path, served: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    def fault(number: int, _: str) -> None:
        if number == 6:
            (served / "bucket").rename(tmp_path / "gone")

    with failing(served, fault, remember="0s") as env:
        # With one worker: rclone would make the bucket again for what another has begun to write.
        expand(data, env, 1, "s3://bucket is not there\n  -> make the bucket", workers=1)
        expand(data, env, 1, "s3://bucket is not there\n  -> make the bucket", workers=1)
    (tmp_path / "gone").rename(served / "bucket")
    with failing(served, lambda *_: None) as env:
        expand(data, env)
    assert files(served / "bucket/out") == local


def test_a_large_object_that_fails_is_not_there_and_leaves_no_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(number: int, _: str) -> tuple[int, bytes] | None:
        return answer(403, "AccessDenied") if number == 2 else None

    with seaweedfs(tmp_path / "weed") as endpoint:
        port = int(endpoint.rpartition(":")[2])
        with proxy(port, fault, PUTS) as asked:
            for name, value in environment(asked).items():
                monkeypatch.setenv(name, value)
            block = bytes(1 << 20)
            with pytest.raises(EnvironmentFailure, match="cannot write s3:"):
                write_streamed(as_path("s3://bucket/out/a"), lambda to: put(to, block, 110))
        system = s3_system(endpoint)
        assert objects(system, "bucket") == {}
        assert not system.list_multipart_uploads("bucket")
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)


def put(stream: Any, block: bytes, count: int) -> None:
    for _ in range(count):
        stream.write(block)
