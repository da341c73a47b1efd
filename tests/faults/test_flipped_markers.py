"""Check that a marker with a flipped bit is noticed, and that no file is lost by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.running import run, tree
from cli.sharded import SHARDS, TURN, make_data

Request = tuple[str | Path, ...]
LAYOUTS: dict[str, tuple[str, ...]] = {"tars": SHARDS, "files": ("--shard-count", "3")}
FLIPS = {  # of one bit each
    "samples": (b'"samples": ', 0),
    "key": (b'"key": "', 4),
    "a reason": (b'"text": "', 3),
    "the seal": (b'"seal": "', 4),
}


def flip(marker: Path, before: bytes, place: int) -> None:
    data = bytearray(marker.read_bytes())
    data[data.index(before) + len(before) + place] ^= 1
    marker.write_bytes(data)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("what", FLIPS)
def test_a_flipped_bit_is_told_and_mended(tmp_path: Path, layout: str, what: str) -> None:
    data, out = make_data(tmp_path / "data", hat=4, shoe=4), tmp_path / "out"
    (data / "hat" / "bad.png").write_bytes(b"no image")
    request: Request = ("expand", data, out, *TURN, *LAYOUTS[layout], "--shard", "1/1")
    assert run(*request).code == 3
    before = tree(out)
    (marker,) = (one for one in before if one.endswith(".json") and b"hat/bad.png" in before[one])
    flip(out / marker, *FLIPS[what])
    told = run("verify", out, "--json")
    assert told.code == 3
    assert marker in {one["file"] for one in told.json["differences"]}
    refused = run("merge", out, "-o", tmp_path / "merged")
    assert refused.code == 2
    assert marker in refused.stderr
    assert not (tmp_path / "merged").exists()
    assert run(*request).code == 3
    assert tree(out) == before


def test_no_sound_file_is_taken_for_a_stale_one(tmp_path: Path) -> None:
    data, out = make_data(tmp_path / "data", hat=5), tmp_path / "out"
    request: Request = ("expand", data, out, *TURN, "--shard-count", "1")
    assert run(*request).code == 0
    (data / "hat" / "3.png").unlink()
    assert run(*request).code == 0
    flip(out / "manifest-00000.json", b'"hat/', 0)  # 3 becomes 2
    assert run(*request, "--prune", "--json").json["removed"] == [
        "hat/3_aug001.png",
        "hat/3_aug002.png",
    ]
    assert (out / "hat" / "2_aug001.png").exists()
    assert run("verify", out).code == 0
