"""An OUT behind a URL has the bytes that a folder has, and is used like one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ..pictures import photo, save
from ..running import assert_refused, run, tree
from .killed import killed_in_the_end
from .servers import objects, proxy, rclone

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "2", "--rotation", "20", "--workers", "2", "--layout", "webdataset")
SHARDS = (*EXPAND, "--shard-count", "6")
WHOLE = (".tar", ".jsonl")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "data"
    for number in range(40):
        save(root / ("hat" if number % 2 else "shoe") / f"{number}.jpg", photo(number, 60, 50))
    return root


@pytest.fixture(scope="module")
def local(data: Path) -> dict[str, bytes]:
    """What a run writes to a folder."""
    assert run("expand", data, data.parent / "local", *SHARDS).code == 0
    return {name: found for name, found in tree(data.parent / "local").items() if name[-1] != "/"}


def test_it_is_expanded_into_verified_replayed_and_emptied(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    out = "s3://bucket/whole"
    system.put(f"{data}/", "bucket/data/", recursive=True)
    first = run("expand", "s3://bucket/data", out, *SHARDS, env=env)
    assert first.code == 0, first.stderr
    assert objects(system, "bucket/whole") == local
    with noted(env) as (through, requests):
        again = run("expand", data, out, *SHARDS, env=through)
    assert "nothing to write" in again.stdout, again.stderr
    assert not [one for one in requests if one.startswith(("PUT", "POST", "DELETE"))]
    assert not [one for one in requests if one.endswith(".tar")]

    assert run("verify", out, data, "--deep", env=env).code == 0
    there = system.cat_file("bucket/whole/train-000001.tar")
    system.pipe_file("bucket/whole/train-000001.tar", there[::-1])
    system.pipe_file("bucket/whole/strange.txt", b"")
    found = run("verify", out, env=env)
    assert found.code == 3
    assert "hash: train-000001.tar" in found.stdout
    assert "stranger: strange.txt" in found.stdout
    system.rm("bucket/whole/strange.txt")
    assert run("expand", data, out, *SHARDS, "--verify", env=env).code == 0
    assert objects(system, "bucket/whole") == local

    made = run("replay", out, "--data", data, "--all", "-o", tmp_path / "files", env=env)
    assert made.code == 0, made.stderr
    assert len(list((tmp_path / "files").rglob("*.jpg"))) == 80
    assert_refused(run("replay", out, "--data", data, "--all", env=env), "holds shards")

    fewer = (*EXPAND, "--shard-count", "2")
    assert_refused(run("expand", data, out, *fewer, env=env), "was made with other settings")
    assert run("expand", data, out, *fewer, "--overwrite", "--json", env=env).json["shards"] == 2
    assert len([one for one in system.find("bucket/whole") if one.endswith(".tar")]) == 2
    assert run("verify", out, env=env).code == 0


def test_a_run_that_is_killed_goes_on_and_no_object_is_ever_partial(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any
) -> None:
    done: list[str] = []
    run_of_all = ("expand", data, "s3://bucket/killed", *SHARDS)
    with killed_in_the_end(*run_of_all, env=env, counted=r"PUT .*\.tar$") as running:
        while len(done) < 2 and running.poll() is None:
            there = system.find("bucket/killed")
            # Not augcli.json, which SeaweedFS has not for a moment while it is replaced.
            seen = {one: system.cat_file(one) for one in there if one.endswith(WHOLE)}
            root = "bucket/killed/"
            wrong = [one for one in seen if seen[one] != local[one.removeprefix(root)]]
            markers = [one for one in there if one.endswith(".json") and "/index/" in one]
            done = [one.removeprefix(root) for one in markers]
    assert len(done) == 2
    assert not wrong
    before = {name: system.info(f"bucket/killed/{name}")["LastModified"] for name in done}
    assert run("expand", data, "s3://bucket/killed", *SHARDS, env=env).code == 0
    assert objects(system, "bucket/killed") == local
    after = {name: system.info(f"bucket/killed/{name}")["LastModified"] for name in done}
    assert after == before


def test_parts_are_merged_wherever_they_are(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    far, near, out = "s3://bucket/parts/1", tmp_path / "part-2", "s3://bucket/merged"
    for part, shard in ((far, "1/2"), (near, "2/2")):
        assert run("expand", data, part, *SHARDS, "--shard", shard, env=env).code == 0
    merged = run("merge", far, near, "-o", out, "--json", env=env)
    assert merged.code == 0, merged.stderr
    assert merged.json["copied"] == 18
    assert objects(system, "bucket/merged") == local
    again = run("merge", near, far, "-o", out, "--json", env=env)
    assert (again.json["copied"], again.json["in_place"]) == (0, 18)
    assert run("merge", far, near, "-o", tmp_path / "here", env=env).code == 0
    assert {one: found for one, found in tree(tmp_path / "here").items() if one[-1] != "/"} == local
    assert_refused(run("merge", far, near, "-o", far, env=env), "is one of the parts")


def test_sftp_gives_the_tree_of_the_disk(
    data: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "served").mkdir()
    with rclone(
        "sftp", tmp_path / "served", "--user=me", "--pass=word", "--dir-cache-time=0s"
    ) as port:
        url = f"sftp://me@127.0.0.1:{port}/in/out"
        env = {"HOME": str(tmp_path), "FSSPEC_SFTP_PASSWORD": "word"}
        made = run("expand", data, url, *SHARDS, env=env)
        assert made.code == 0, made.stderr
        (tmp_path / "served/in/out/.augcli-tmp-0-1").touch()  # as a run that was killed leaves it
        again = run("expand", data, url, *SHARDS, env=env)
        assert "nothing to write" in again.stdout, again.stderr
    found = tree(tmp_path / "served/in/out")
    assert {name: data for name, data in found.items() if name[-1] != "/"} == local


@contextlib.contextmanager
def noted(env: Mapping[str, str]) -> Iterator[tuple[Mapping[str, str], list[str]]]:
    """Yield the environment of a command whose requests are noted, and the notes."""
    notes: list[str] = []
    port = int(env["AWS_ENDPOINT_URL"].rpartition(":")[2])
    with proxy(port, lambda *_: None, requests=notes) as through:
        yield {**env, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{through}"}, notes
