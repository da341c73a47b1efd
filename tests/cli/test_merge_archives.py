"""Parts in an archive, such as an artifact of a CI run, are merged and verified as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from .archives import files_of, write_tar, write_zip
from .running import run, tree
from .sharded import SHARDS, TURN, make_data


@pytest.mark.parametrize("layout", [SHARDS, ("--shard-count", "3")], ids=["tars", "files"])
def test_they_are_merged_to_one_run(tmp_path: Path, layout: tuple[str, ...]) -> None:
    data, whole, out = make_data(tmp_path / "d", hat=6, shoe=6), tmp_path / "w", tmp_path / "out"
    assert run("expand", data, whole, *TURN, *layout).code == 0
    for number in (1, 2):
        part = ("--shard", f"{number}/2")
        assert run("expand", data, tmp_path / f"p/{number}", *TURN, *layout, *part).code == 0
    write_zip(tmp_path / "1.zip", files_of(tmp_path / "p"))
    write_tar(tmp_path / "2.tar.gz", files_of(tmp_path / "p"), "gz")
    parts = (f"zip://1::{tmp_path / '1.zip'}", f"tar://2::{tmp_path / '2.tar.gz'}")
    merged = run("merge", *parts, "-o", out)
    assert merged.code == 0, merged.stderr
    assert tree(out) == tree(whole)
    for url in parts:
        verified = run("verify", url)
        assert verified.code == 0, verified.stdout


def test_what_is_damaged_in_its_archive_is_named(tmp_path: Path) -> None:
    data, archive = make_data(tmp_path / "d", hat=4, shoe=4), tmp_path / "1.zip"
    assert run("expand", data, tmp_path / "p", *TURN, *SHARDS, "--shard", "1/1").code == 0
    write_zip(archive, files_of(tmp_path / "p"))
    spoilt = bytearray(archive.read_bytes())
    place = spoilt.index(b"train-000000.tar") + 40
    spoilt[place : place + 20] = bytes(20)
    archive.write_bytes(spoilt)
    told = run("verify", f"zip://::{archive}", "--json")
    assert told.code == 3
    assert [one["file"] for one in told.json["differences"]] == ["train-000000.tar"]
    failed = run("merge", f"zip://::{archive}", "-o", tmp_path / "out")
    assert failed.code == 1
    assert "train-000000.tar" in failed.stderr
    assert "is damaged in its archive" in failed.stderr
