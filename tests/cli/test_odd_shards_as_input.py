"""A DATA of tars that are damaged, hostile, or beside what they can't be beside."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from .running import assert_refused, expand, outputs, records, run, skipped
from .sharded import (
    FOUR,
    TURN,
    as_tar,
    labelled,
    labels_in,
    put,
    sample,
)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_of_a_tar_cut_short_the_good_members_are_used(
    photos: Path, tmp_path: Path, share: float
) -> None:
    root = put(tmp_path / "tars", "whole.tar", labelled(photos))
    put(root, "cut.tar", labelled(photos))
    whole = (root / "cut.tar").read_bytes()
    (root / "cut.tar").write_bytes(whole[: int(len(whole.rstrip(b"\0")) * share)])
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert "bad: cut.tar: is cut short or damaged after its first" in result.stderr
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["cut.tar"]
    used = {one["source"] for one in records(tmp_path / "out")}
    assert {f"whole.tar/{name}" for name in FOUR} <= used
    assert 4 < len(used) + (share < 0.5) < 8


def test_a_file_that_is_no_tar_costs_itself_alone(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    (root / "b.tar").write_bytes(b"no tar at all" * 100)
    (root / "c.tar").write_bytes(b"")
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["b.tar", "c.tar"]
    assert labels_in(tmp_path / "out") == FOUR


def test_a_sound_header_after_damage_is_not_missed(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    tar = bytearray((root / "a.tar").read_bytes())
    tar[tar.index(b"shoe/0.png") + 148] ^= 1  # in its checksum
    (root / "a.tar").write_bytes(tar)
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["a.tar"]


def test_names_that_lead_outside_are_skipped(photos: Path, tmp_path: Path) -> None:
    image, evil = (photos / "hat/0.png").read_bytes(), dict[str, bytes]()
    for name in ("../out", "/etc/out", "a/../../b"):
        evil |= {f"{name}.png": image, f"{name}.json": b'{"label": "hat"}'}
    root = put(tmp_path / "tars", "a.tar", {**labelled(photos), **evil})
    before = {*tmp_path.iterdir()}
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert result.stderr.count("leads out of its shard") == 3
    assert labels_in(tmp_path / "out") == FOUR
    assert {*tmp_path.iterdir()} == {*before, tmp_path / "out"}


def test_classes_that_no_folder_can_have_are_skipped(photos: Path, tmp_path: Path) -> None:
    image, evil = (photos / "hat/0.png").read_bytes(), dict[str, bytes]()
    labels = ["../hat", "/etc", "a/b", "..", "a\\b", "nul\0", "x" * 256, "\ud800"]
    for number, label in enumerate(labels):
        evil |= {f"{number}.png": image, f"{number}.json": json.dumps({"label": label}).encode()}
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    put(root, "b.tar", evil)
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    told = [one["source"] for one in skipped(tmp_path / "out")]
    assert told == [f"b.tar/{number}.png" for number in range(len(labels))]
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {
        *("hat", "shoe")
    }


def test_two_members_of_one_name_are_skipped(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    tar = (root / "a.tar").read_bytes().rstrip(b"\0")
    tar += bytes(-len(tar) % 512)
    (root / "a.tar").write_bytes(tar + as_tar(sample(photos, "hat/0.png", cls=b"hat")))
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert "hat/0.png: is in its shard twice" in result.stderr
    assert labels_in(tmp_path / "out").keys() == FOUR.keys() - {"hat/0.png"}


def test_tars_beside_class_folders_are_refused(photos: Path, tmp_path: Path) -> None:
    both = Path(shutil.copytree(photos, tmp_path / "both"))
    put(both, "a.tar", labelled(photos))
    assert_refused(run("expand", both, tmp_path / "out", *TURN), "a.tar", "hat")
    assert not (tmp_path / "out").exists()


def test_tars_without_classes_are_refused_with_flat_as_the_way_out(
    photos: Path, tmp_path: Path
) -> None:
    root = put(tmp_path / "tars", "a.tar", sample(photos, "hat/0.png"))
    refused = run("expand", root, tmp_path / "out", *TURN)
    assert_refused(refused, "1 image in shards")
    assert "--flat" in refused.stderr
    expand(root, tmp_path / "out", *TURN, "--flat")
    assert outputs(tmp_path / "out").keys() == {"0_aug001.png", "0_aug002.png"}


def test_links_to_originals_in_shards_are_refused(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    refused = run("expand", root, tmp_path / "out", *TURN, "--originals", "link", "-q")
    assert_refused(refused, "--originals link", "holds shards")
    assert not (tmp_path / "out").exists()


def test_what_is_no_image_is_passed_over_and_told(photos: Path, tmp_path: Path) -> None:
    files = labelled(photos) | {
        "hat/0.txt": b"a hat",
        "hat/0.seg.png": b"",
        "hat/._0.png": b"",
    }
    root = put(tmp_path / "tars", "a.tar", files | {"hat/2.cr2": b"II*\0", "hat/2.cls": b"hat"})
    result = run("expand", root, tmp_path / "out", *TURN, "--json")
    assert result.json["passed_over"] == {"hidden": 1, "not an image": 2}
    assert result.json["unread"] == {"camera raw": 1}
    assert result.json["expanded"] == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
def test_a_link_to_a_tar_elsewhere_is_followed_only_if_asked_for(
    photos: Path, tmp_path: Path
) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    put(tmp_path / "elsewhere", "b.tar", sample(photos, "shoe/1.png", cls=b"far"))
    (root / "b.tar").symlink_to(tmp_path / "elsewhere" / "b.tar")
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["reason"] for one in skipped(tmp_path / "out")] == ["link"]
    expand(root, tmp_path / "all", *TURN, "--follow-links")
    assert "far" in {one["label"] for one in records(tmp_path / "all")}
