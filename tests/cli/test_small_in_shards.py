"""Small pictures of a shard are made together; a damaged one among them costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import records, run, skipped
from .sharded import images, make_data, records_in

TURN = ("--copies", "2", "--rotation", "20", "--originals", "copy")
DAMAGED = ("hat/7.png", "hat/19.png", "shoe/23.png")


@pytest.mark.parametrize("layout", ["folder", "webdataset"])
def test_a_damaged_picture_among_small_ones_costs_only_itself(tmp_path: Path, layout: str) -> None:
    data = make_data(tmp_path / "data", hat=40, shoe=40)
    for name in DAMAGED:
        (data / name).write_bytes((data / name).read_bytes()[:200])
    one, out = tmp_path / "one", tmp_path / "out"
    assert run("expand", data, one, *TURN).code == 3
    made = run("expand", data, out, *TURN, "--shard-count", "2", "--layout", layout)
    assert made.code == 3
    assert [record["source"] for record in skipped(out)] == sorted(DAMAGED)
    if layout == "folder":
        assert images(out) == images(one)
    else:
        plain, packed = (
            sorted(one["sha256"] for one in of) for of in (records(one), records_in(out))
        )
        assert packed == plain
        assert len(packed) == 3 * (80 - len(DAMAGED))
