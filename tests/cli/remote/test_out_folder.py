"""Files in folders behind a URL: their manifest is in shards, and their bytes as on a disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ..pictures import photo, save
from ..running import assert_refused, run, tree
from .killed import killed_in_the_end
from .servers import objects, proxy

pytestmark = pytest.mark.environment(name="remote")

TURN = ("--copies", "3", "--rotation", "20", "--workers", "2")
EIGHT = (*TURN, "--shard-count", "8")
MARKERS = {f"manifest-{number:05d}.json" for number in range(8)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "data"
    for number in range(40):
        save(root / ("hät" if number % 2 else "shoe") / f"{number}.jpg", photo(number, 60, 50))
    return root


@pytest.fixture(scope="module")
def local(data: Path) -> dict[str, bytes]:
    """What a run writes to a folder."""
    return files(data, data.parent / "local", *EIGHT)


def files(data: Path, out: Path, *flags: str) -> dict[str, bytes]:
    """Return the files that a run writes to a folder."""
    assert run("expand", data, out, *flags).code == 0
    return {name: found for name, found in tree(out).items() if name[-1] != "/"}


def test_all_commands_work_on_a_bucket_as_on_a_disk(
    data: Path, env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    out = "s3://bucket/whole"
    first = run("expand", data, out, *TURN, "--originals", "copy", env=env)
    assert first.code == 0, first.stderr
    there = objects(system, "bucket/whole")
    count = json.loads(there["augcli.json"])["settings"]["shard_count"]
    assert count == 32  # without any flag that asks for shards
    flags = (*TURN, "--originals", "copy", "--shard-count", str(count))
    assert there == files(data, tmp_path / "disk", *flags)

    notes: list[str] = []
    port = int(env["AWS_ENDPOINT_URL"].rpartition(":")[2])
    with proxy(port, lambda *_: None, requests=notes) as through:
        asked = {**env, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{through}"}
        again = run("expand", data, out, *TURN, "--originals", "copy", env=asked)
    assert "nothing to write" in again.stdout, again.stderr
    assert not [one for one in notes if one.startswith(("PUT", "POST", "DELETE"))]
    assert not [one for one in notes if one.endswith(".jpg")]
    # Records of one shard tell that it is the same dataset.
    assert len({one for one in notes if one.endswith(".zst") and one.startswith("GET")}) == 1

    assert run("verify", out, data, "--deep", env=env).code == 0
    image = system.cat_file("bucket/whole/shoe/0_aug001.jpg")
    system.pipe_file("bucket/whole/shoe/0_aug001.jpg", image[::-1])
    system.rm("bucket/whole/shoe/2_aug003.jpg")
    system.pipe_file("bucket/whole/shoe/strange.jpg", b"")
    found = {one["file"] for one in json.loads(_out(run("verify", out, "--json", env=env)))}
    assert found == {f"shoe/{name}.jpg" for name in ("0_aug001", "2_aug003", "strange")}
    system.rm("bucket/whole/shoe/strange.jpg")
    assert run("replay", out, "shoe/2_aug003.jpg", "--data", data, env=env).code == 0
    mended = run("expand", data, out, *TURN, "--originals", "copy", "--verify", "--json", env=env)
    assert mended.json["written"] == 1
    assert objects(system, "bucket/whole") == there

    fewer = ("--copies", "1", "--rotation", "20", "--originals", "copy", "--prune", "--json")
    assert len(run("expand", data, out, *fewer, env=env).json["removed"]) == 80
    plain = ("--copies", "1", "--rotation", "20", "--overwrite")
    assert run("expand", data, out, *plain, env=env).code == 0
    assert len([one for one in system.find("bucket/whole") if one.endswith(".jpg")]) == 40
    assert_refused(run("expand", data, out, *EIGHT, env=env), "was made with other settings")


def test_the_sign_of_a_run_on_a_cluster_that_was_killed_is_removed(
    data: Path, env: Mapping[str, str], system: Any, local: dict[str, bytes]
) -> None:
    out = ("expand", data, "s3://bucket/signed", *EIGHT)
    assert run(*out, env=env).code == 0
    system.pipe_file("bucket/signed/.augcli-tmp-0", b"")
    assert run(*out, env=env).code == 0
    assert objects(system, "bucket/signed") == local


def test_a_run_that_is_killed_goes_on_and_no_object_is_ever_partial(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any
) -> None:
    done: list[str] = []
    run_of_all = ("expand", data, "s3://bucket/killed", *EIGHT)
    counted = r"PUT .*/manifest-\d+\.json$"
    with killed_in_the_end(*run_of_all, env=env, counted=counted) as running:
        while len(done) < 2 and running.poll() is None:
            # SeaweedFS lists some objects a moment before they can be read.
            listed = system.find("bucket/killed")
            seen = system.cat(listed, on_error="omit") if listed else {}
            whole = {name.removeprefix("bucket/killed/"): data for name, data in seen.items()}
            assert all(local[name] == data for name, data in whole.items() if name != "augcli.json")
            done = [name for name in whole if name in MARKERS]
    assert len(done) == 2
    before = {name: system.info(f"bucket/killed/{name}")["LastModified"] for name in done}
    again = run("expand", data, "s3://bucket/killed", *EIGHT, env=env)
    assert again.code == 0, again.stderr
    assert objects(system, "bucket/killed") == local
    after = {name: system.info(f"bucket/killed/{name}")["LastModified"] for name in done}
    assert after == before


def test_parts_are_merged_wherever_they_are(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    far, near, out = "s3://bucket/parts/1", tmp_path / "part-2", "s3://bucket/merged"
    for part, shard in ((far, "1/2"), (near, "2/2")):
        assert run("expand", data, part, *EIGHT, "--shard", shard, env=env).code == 0
    count = len(local) - 2  # all but the run file and the sources without copies
    merged = run("merge", far, near, "-o", out, "--json", env=env)
    assert merged.code == 0, merged.stderr
    assert merged.json["copied"] == count
    assert objects(system, "bucket/merged") == local
    again = run("merge", near, far, "-o", out, "--json", env=env)
    assert (again.json["copied"], again.json["in_place"]) == (0, count)
    assert run("merge", far, near, "-o", tmp_path / "here", env=env).code == 0
    assert {one: found for one, found in tree(tmp_path / "here").items() if one[-1] != "/"} == local


def test_a_split_in_a_bucket_has_the_images_of_one_on_a_disk(
    data: Path, env: Mapping[str, str], system: Any, tmp_path: Path
) -> None:
    parts = ("--split", "val=0.3")
    assert run("split", data, tmp_path / "out", *parts).code == 0
    made = run("split", data, "s3://bucket/split", *parts, env=env)
    assert made.code == 0, made.stderr
    there, here = objects(system, "bucket/split"), tree(tmp_path / "out")
    wanted = {name: found for name, found in here.items() if name.endswith(".jpg")}
    assert {name: found for name, found in there.items() if name.endswith(".jpg")} == wanted
    again = run("split", data, "s3://bucket/split", *parts, "--json", env=env)
    assert again.json["written"] == 0
    assert run("verify", "s3://bucket/split", env=env).code == 0


def test_an_object_that_cannot_be_written_ends_the_run_and_the_next_goes_on(
    data: Path, local: dict[str, bytes], env: Mapping[str, str], system: Any
) -> None:
    port = int(env["AWS_ENDPOINT_URL"].rpartition(":")[2])
    out = "s3://bucket/refused"
    with proxy(port, lambda n, _: (403, b"") if n > 20 else None, r"PUT .*\.jpg") as through:
        bad = {**env, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{through}"}
        failed = run("expand", data, out, *EIGHT, env=bad)
    assert failed.code == 1, failed.stderr
    assert len(failed.stderr.splitlines()) == 2
    assert out in failed.stderr
    assert run("expand", data, out, *EIGHT, env=env).code == 0
    assert objects(system, "bucket/refused") == local


def _out(result: Any) -> str:
    return json.dumps(result.json["differences"])
