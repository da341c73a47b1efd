"""Names of buckets and objects are taken as they are, and shards are read that augcli has sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ..running import assert_refused, records, run, tree
from ..sharded import SHARDS, TURN, make_data
from .servers import KEY, s3

pytestmark = pytest.mark.environment(name="remote")


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """The folder whose folders are the buckets."""
    make_data(tmp_path / "served/bucket/a::b", hat=4, shoe=3)
    return tmp_path / "served"


@pytest.fixture
def env(served: Path, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    with s3(served) as port:
        where = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        yield {**KEY, **where, "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_a_url_with_two_colons_is_no_chain(
    served: Path, env: Mapping[str, str], tmp_path: Path
) -> None:
    data, out = "s3://bucket/a::b", "s3://bucket/out::file:///x"
    done = run("expand", data, out, *TURN, *SHARDS, env=env)
    assert done.code == 0, done.stderr
    assert run("expand", served / "bucket/a::b", tmp_path / "out", *TURN, *SHARDS).code == 0
    assert tree(served / "bucket/out::file:/x") == tree(tmp_path / "out")


def test_shards_that_were_sent_with_a_checksum_are_read(
    served: Path, env: Mapping[str, str], tmp_path: Path
) -> None:
    """The server tells it with each part of an object too."""
    sent = "s3://bucket/sent"
    assert run("expand", served / "bucket/a::b", sent, *TURN, *SHARDS, env=env).code == 0
    read = run("expand", sent, tmp_path / "out", *TURN, "--again", env=env)
    assert read.code == 0, read.stderr
    assert len(records(tmp_path / "out")) == 28


@pytest.mark.parametrize("url", ["s3://a b/out", "s3://bücket/out", "s3://file:/x"])
def test_what_no_bucket_is_named_is_refused_at_once(
    served: Path, env: Mapping[str, str], tmp_path: Path, url: str
) -> None:
    data = served / "bucket/a::b"
    for command in (
        ("expand", url, tmp_path / "out", *TURN),
        ("expand", data, url, *TURN, *SHARDS),
        ("verify", url),
    ):
        assert_refused(run(*command, env=env), f"{url}: no bucket has such a name")
