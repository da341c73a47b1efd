"""Check that harm done to a run whose manifest is in shards costs no more than its own images."""

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
from cli.sharded import TURN, make_data

from .scene import FORKING, HERE, read_rounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, and signals")

THREE = ("--shard-count", "3", "--workers", "2")
MOMENTS = ["SIGKILL group 0.3", "SIGKILL parent 0.5", "SIGINT group 0.6", "SIGKILL group 0.8"]


@pytest.mark.parametrize(
    ("harm", "reason"), [("crash", "worker-died"), ("undecodable", "undecodable")]
)
def test_a_source_that_does_harm_costs_itself_alone(tmp_path: Path, harm: str, reason: str) -> None:
    data, out = make_data(tmp_path / "data", hat=7, shoe=5), tmp_path / "out"
    save(data / "hat" / "poison.png", photo(90))
    request = ("expand", data, out, *TURN, *THREE)
    result = run_python(HERE / "poison.py", harm, "1", *request, env=FORKING)
    assert result.code == 3, result.stderr
    assert [(one["source"], one["reason"]) for one in skipped(out)] == [("hat/poison.png", reason)]
    assert run("verify", out, data, "--deep").code == 0
    (data / "hat" / "poison.png").unlink()
    assert run("expand", data, out, *TURN, "--json").json["written"] == 0
    assert run("expand", data, tmp_path / "sound", *TURN, *THREE).code == 0
    assert tree(out) == tree(tmp_path / "sound")


def test_a_run_that_is_stopped_anywhere_is_finished_as_if_it_had_not_been(tmp_path: Path) -> None:
    make_data(tmp_path / "data", hat=6, shoe=6)
    script: list[str | Path] = [sys.executable, "-m", "faults.signal_at_times", tmp_path]
    done = subprocess.run(
        [*script, "--copies", "8", "--rotation", "20", *THREE],
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


def test_outputs_of_a_shard_that_was_not_finished_are_compared_by_their_bytes(
    tmp_path: Path,
) -> None:
    """A source may have changed for the run that was killed, and be as before for the next."""
    data, out = make_data(tmp_path / "data", hat=5), tmp_path / "out"
    assert run("expand", data, out, *TURN, *THREE).code == 0
    before = tree(out)
    image = out / "hat" / "2_aug001.png"
    image.write_bytes(bytes(image.stat().st_size))
    for marker in out.glob("manifest-*.json"):
        marker.unlink()
    assert run("expand", data, out, *TURN, "--json").json["written"] == 1
    assert tree(out) == before


@pytest.mark.parametrize("harm", ["cut", "other lines", "no zstd", "a bomb"])
def test_damaged_records_are_told_and_made_again(tmp_path: Path, harm: str) -> None:
    import zstandard

    data, out = make_data(tmp_path / "data", hat=5, shoe=5), tmp_path / "out"
    assert run("expand", data, out, *TURN, *THREE).code == 0
    before = tree(out)
    path = out / "manifest-00001.jsonl.zst"
    good = path.read_bytes()
    lines = zstandard.ZstdDecompressor().decompress(good)
    line = json.dumps({"file": "../data/hat/0.png", "source": "hat/0.png"}).encode()
    spoilt = {
        "cut": good[:-9],
        "other lines": zstandard.compress(b"\n".join([line, b"{}", b"\xff" * 9, b"[" * 99_999])),
        "no zstd": lines,
        "a bomb": zstandard.compress(bytes(80_000_000)),
    }
    path.write_bytes(spoilt[harm])
    told = run("verify", out, "--json")
    assert told.code == 3
    assert path.name in {one["file"] for one in told.json["differences"]}
    assert run("expand", data, out, *TURN).code == 0
    assert tree(out) == before
    assert tree(data) == tree(make_data(tmp_path / "again", hat=5, shoe=5))


@pytest.mark.parametrize(
    "changes",
    [{"samples": "3"}, {"file": "../data/hat/0.png"}, {"stale": ["../data/hat/0.png"]}, {"key": 1}],
    ids=["a text", "a way out", "a stale way out", "a number"],
)
def test_a_marker_that_augcli_did_not_write_leads_nowhere(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    data, out = make_data(tmp_path / "data", hat=5, shoe=5), tmp_path / "out"
    assert run("expand", data, out, *TURN, *THREE).code == 0
    before, photos = tree(out), tree(data)
    marker = out / "manifest-00000.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), **changes}))
    shutil.copy(marker, out / "manifest-00009.json")
    assert run("verify", out).code == 3
    assert run("expand", data, out, *TURN, "--prune").code == 0
    (out / "manifest-00009.json").unlink(missing_ok=True)
    assert (tree(out), tree(data)) == (before, photos)
    assert run("expand", data, out, *TURN, *THREE, "--overwrite").code == 0
    assert (tree(out), tree(data)) == (before, photos)
