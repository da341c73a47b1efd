"""Check that harm done to a run into shards costs no more than it costs a run into folders."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import run, run_python, skipped, tree
from cli.sharded import SHARDS, TURN, make_data, samples

from .scene import FORKING, HERE, read_rounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, and signals")

HARMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "crash": ("worker-died", ()),
    "hang": ("timeout", ("--timeout", "3")),
    "memory": ("memory", ()),
    "undecodable": ("undecodable", ()),
}
MOMENTS = [
    *("SIGKILL group 0.2", "SIGKILL parent 0.4", "SIGKILL group 0.5", "SIGKILL parent 0.7"),
    *("SIGINT group 0.3", "SIGTERM parent 0.6", "SIGKILL group 0.9", "SIGINT parent 0.9"),
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_source_that_does_harm_costs_itself_alone(tmp_path: Path, harm: str) -> None:
    data = make_data(tmp_path / "data", hat=7, shoe=5)
    save(data / "hat" / "poison.png", photo(90))
    reason, flags = HARMS[harm]
    request: tuple[str | Path, ...] = (
        "expand",
        data,
        tmp_path / "out",
        *TURN,
        *SHARDS,
        "--workers",
        "2",
        *flags,
    )
    result = run_python(HERE / "poison.py", harm, "1", *request, env=FORKING)
    assert result.code == 3, result.stderr
    assert [(one["source"], one["reason"]) for one in skipped(tmp_path / "out")] == [
        ("hat/poison.png", reason)
    ]
    assert run("verify", tmp_path / "out", data, "--deep").code == 0
    (data / "hat" / "poison.png").unlink()
    assert run("expand", data, tmp_path / "sound", *TURN, *SHARDS).code == 0
    assert samples(tmp_path / "out") == samples(tmp_path / "sound")


def test_a_run_that_is_stopped_anywhere_is_finished_as_if_it_had_not_been(tmp_path: Path) -> None:
    make_data(tmp_path / "data", hat=6, shoe=6)
    script: list[str | Path] = [sys.executable, "-m", "faults.signal_at_times", tmp_path]
    done = subprocess.run(
        [*script, "--copies", "8", "--rotation", "20", *SHARDS, "--workers", "2"],
        input="\n".join(MOMENTS),
        env={**os.environ, **FORKING},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    for found in read_rounds(done.stdout):
        assert not found["torn"], found
        assert found["workers_gone"], found
        assert found["code"] == 137 or not found["temps"], found
        assert (found["again"], found["differing"]) == (0, []), found


@pytest.mark.parametrize("harm", ["marker", "records", "shard", "index"])
def test_what_is_damaged_is_told_and_made_again(tmp_path: Path, harm: str) -> None:
    data, out = make_data(tmp_path / "data", hat=5, shoe=5), tmp_path / "out"
    assert run("expand", data, out, *TURN, *SHARDS).code == 0
    before = tree(out)
    paths = {"marker": "index/train-000001.json", "records": "index/train-000001.jsonl"}
    paths |= {"shard": "train-000001.tar", "index": "index.json"}
    path = out / paths[harm]
    good = path.read_bytes()
    # Cut short, or with a bit of it flipped: in the digest of the records, or the name of a class.
    bit = good.find(b'"', good.find(b'"hat"') if harm == "index" else good.find(b"records_sha256"))
    flipped = good[: bit + 5] + bytes([good[bit + 5] ^ 1]) + good[bit + 6 :]
    for damaged in (flipped, good[:-3]):
        path.write_bytes(damaged)
        result = run("verify", out, "--json")
        assert result.code == 3
        named = [one["file"] for one in result.json["differences"]]
        # Of a marker and its records, the records are named if the marker can be read.
        assert any(file.startswith(paths[harm]) for file in named)
    assert run("expand", data, out, *TURN, *SHARDS, "--verify").code == 0
    assert tree(out) == before


@pytest.mark.parametrize(
    "changes",
    [{"samples": "3"}, {"file": "../data/hat/0.png"}, {"skipped": {"hat/0.png": {}}}, {"key": 1}],
    ids=["a text", "a way out", "no problem", "a number"],
)
def test_a_marker_that_augcli_did_not_write_leads_nowhere(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    data, out = make_data(tmp_path / "data", hat=5, shoe=5), tmp_path / "out"
    assert run("expand", data, out, *TURN, *SHARDS).code == 0
    before, photos = tree(out), tree(data)
    marker = out / "index" / "train-000000.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), **changes}))
    shutil.copy(marker, out / "index" / "..-000000.json")
    assert run("verify", out).code == 3
    assert run("expand", data, out, *TURN, *SHARDS).code == 0
    assert run("expand", data, out, *TURN, *SHARDS, "--overwrite").code == 0
    (out / "index" / "..-000000.json").unlink(missing_ok=True)
    assert (tree(out), tree(data)) == (before, photos)
