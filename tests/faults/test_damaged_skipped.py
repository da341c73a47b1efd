"""Check that harm done to the list of sources without copies is told, mended and not merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import run, tree
from cli.sharded import SHARDS, TURN, make_data

HARMS: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda _: None,
    "a line less": lambda data: data[data.index(b"\n") + 1 :],
    "cut": lambda data: data[:-9],
    "a flipped name of a field": lambda data: data.replace(b'"kind"', b'"kine"'),
    "a field less": lambda data: data.replace(b', "kind": "DICOM"', b', "kind": ""'),
}


@pytest.mark.parametrize("layout", [(), SHARDS], ids=["files", "tars"])
@pytest.mark.parametrize("harm", HARMS)
def test_it_is_told_and_mended_and_not_merged(
    tmp_path: Path, harm: str, layout: tuple[str, ...]
) -> None:
    data, out = make_data(tmp_path / "data", hat=4, shoe=4), tmp_path / "out"
    (data / "hat" / "bad.png").write_bytes(b"no image")
    (data / "hat" / "scan.dcm").write_bytes(bytes(128) + b"DICM")
    request: tuple[str | Path, ...] = ("expand", data, out, *TURN, *layout, "--shard", "1/1")
    assert run(*request).code == 3
    assert run("verify", out).code == 0
    before = tree(out)
    path = out / "skipped.jsonl"
    spoilt = HARMS[harm](path.read_bytes())
    path.unlink()
    if spoilt is not None:
        path.write_bytes(spoilt)
    told = run("verify", out, "--json")
    assert (told.code, [one["file"] for one in told.json["differences"]]) == (3, [path.name])
    refused = run("merge", out, "-o", tmp_path / "merged")
    assert (refused.code, path.name in refused.stderr) == (2, True)
    assert not (tmp_path / "merged").exists()
    assert run(*request).code == 3
    assert tree(out) == before
