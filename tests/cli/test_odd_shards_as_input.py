"""A DATA of tars that are damaged, hostile, or beside what they can't be beside."""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from augcli.storage.shards.tar_contents import TarContents
from augcli.storage.shards.webdataset import read

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


def test_a_tar_that_was_made_of_a_dot_has_the_names_of_its_folder(
    photos: Path, tmp_path: Path
) -> None:
    plain = TarContents(str(put(tmp_path, "plain.tar", labelled(photos)) / "plain.tar"))
    dotted = {f"./{name}": data for name, data in labelled(photos).items()}
    dot = TarContents(str(put(tmp_path, "dot.tar", dotted) / "dot.tar"))
    assert {name: one.label for name, one in dot.members.items()} == {
        name: one.label for name, one in plain.members.items()
    }
    assert not any(one.problem for one in dot.members.values())
    assert dot.read("hat/0.png") == plain.read("hat/0.png")


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
    tar = _unended((root / "a.tar").read_bytes())
    (root / "a.tar").write_bytes(tar + as_tar(sample(photos, "hat/0.png", cls=b"hat")))
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert "hat/0.png: is in its shard twice" in result.stderr
    assert labels_in(tmp_path / "out").keys() == FOUR.keys() - {"hat/0.png"}


@pytest.mark.parametrize("field", ["cls", "json"])
def test_a_sample_that_tells_two_classes_is_skipped(
    photos: Path, tmp_path: Path, field: str
) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    told = [label if field == "cls" else json.dumps({"label": label}) for label in ("a", "b", "b")]
    tars = [as_tar({f"one.{field}": one.encode()}) for one in told]
    tars.append(as_tar({"one.png": (photos / "hat/0.png").read_bytes()}))
    (root / "b.tar").write_bytes(b"".join(_unended(one) for one in tars) + bytes(1024))
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    (odd,) = skipped(tmp_path / "out")
    assert (odd["source"], odd["text"]) == ("b.tar/one.png", "has two classes in its shard")
    assert labels_in(tmp_path / "out") == FOUR


def _unended(tar: bytes) -> bytes:
    """Return a tar without the empty blocks at its end, so that members can follow."""
    whole = tar.rstrip(b"\0")
    return whole + bytes(-len(whole) % 512)


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


def _header(name: str, kind: bytes, size: bytes = b"", **fields: Any) -> bytes:
    """Return the header of a tar's member, whose size may be anything."""
    info = tarfile.TarInfo(name)
    info.type = kind
    for field, value in fields.items():
        setattr(info, field, value)
    head = bytearray(info.tobuf(tarfile.PAX_FORMAT))
    last = len(head) - 512
    head[last + 124 : last + 124 + len(size)] = size
    head[last + 148 : last + 156] = b" " * 8
    head[last + 148 : last + 156] = b"%06o\0 " % sum(head[last:])
    return bytes(head)


HUGE, BELOW_ZERO = b"\x80" + (1 << 62).to_bytes(11, "big"), b"\xff" * 10 + b"\xf8\0"
SPARSE = {"GNU.sparse.map": "0,1", "GNU.sparse.size": str(1 << 50)}
ODD_HEADERS = {
    **{f"{kind} of no size": _header("x.png", kind.encode(), HUGE) for kind in "0LKxgSV"},
    **{f"{kind} of less than 0": _header("x.png", kind.encode(), BELOW_ZERO) for kind in "0LKxS"},
    "long names without end": _header("x.png", b"L", b"00000000001\0") * 5000,
}


@pytest.mark.parametrize("header", ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_a_header_that_lies_ends_the_list_and_takes_no_memory(
    tmp_path: Path, header: bytes
) -> None:
    shard = tmp_path / "a.tar"
    shard.write_bytes(as_tar({"ok.png": b"ok"})[:1024] + header + bytes(2048))
    found = TarContents(str(shard))
    assert found.members["ok.png"].problem == ""
    assert found.problem
    with pytest.raises(ValueError, match=r"tar|cut short|plain"):
        [*read(shard)]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (_header("x.png", b"2", linkname="/etc/passwd"), "link"),
        (_header("x.png", b"1", linkname="ok.png"), "link"),
        (_header("x.png", b"3"), "device"),
        (_header("x.png", b"6"), "pipe"),
        (_header("x.png", b"0", b"00000000001\0", pax_headers=SPARSE) + bytes(512), "sparse"),
    ],
)
def test_what_is_no_plain_file_in_a_tar_is_told(tmp_path: Path, header: bytes, named: str) -> None:
    (tmp_path / "a.tar").write_bytes(as_tar({"ok.png": b"ok"})[:1024] + header + bytes(1024))
    found = TarContents(str(tmp_path / "a.tar"))
    assert named in found.members["x.png"].problem
    assert (found.problem, found.members["ok.png"].problem) == ("", "")


def test_a_class_may_have_any_number(photos: Path, tmp_path: Path) -> None:
    numbers = [b"1", b"7", b"9" * 5000, "\u00b2".encode()]
    files = [sample(photos, "hat/0.png", cls=number) for number in numbers]
    root = tmp_path / "tars"
    for number, members in enumerate(files):
        put(root, f"{number}.tar", members)
    (root / "index.json").write_text('{"classes": ["no", "yes"]}')
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert {one["label"] for one in records(tmp_path / "out")} == {"yes", "7", "\u00b2"}
