"""A DATA of WebDataset tars: a folder of them, or a single one."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, skipped, tree
from .sharded import SHARDS, TURN, as_tar, make_data, members

FOUR = {"hat/0.png": "hat", "hat/1.png": "hat", "shoe/0.png": "shoe", "shoe/1.png": "shoe"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of class folders, whose photos the tars of these tests hold too."""
    return make_data(tmp_path_factory.mktemp("plain") / "data", hat=2, shoe=2)


def sample(data: Path, name: str, **fields: bytes) -> dict[str, bytes]:
    """Return the members of a sample of a photo."""
    stem = name.rpartition(".")[0]
    beside = {f"{stem}.{field}": content for field, content in fields.items()}
    return {name: (data / name).read_bytes(), **beside}


def labelled(data: Path) -> dict[str, bytes]:
    """Return the members of all photos, each with the name of its class."""
    found: dict[str, bytes] = {}
    for name, label in FOUR.items():
        found |= sample(data, name, json=json.dumps({"label": label}).encode())
    return found


def put(root: Path, name: str, files: dict[str, bytes]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(as_tar(files))
    return root


def labels_in(out: Path) -> dict[str, str]:
    """Return the class of each source by its name in its tar."""
    return {one["source"].rpartition(".tar/")[2]: one["label"] for one in records(out)}


def test_a_folder_of_tars_gives_the_copies_of_its_photos(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", dict(list(labelled(data).items())[:4]))
    put(root, "b.tar", dict(list(labelled(data).items())[4:]))
    before = tree(root)
    expand(root, tmp_path / "out", *TURN)
    assert labels_in(tmp_path / "out") == FOUR
    assert {one["source"].partition("/")[0] for one in records(tmp_path / "out")} == {
        *("a.tar", "b.tar")
    }
    assert {name.partition("/")[0] for name in outputs(tmp_path / "out")} == {"hat", "shoe"}
    assert run("verify", tmp_path / "out", root, "--deep").code == 0
    assert expand(root, tmp_path / "out", *TURN, "--json").json["written"] == 0
    assert tree(root) == before


def test_one_tar_is_a_dataset_whose_names_are_those_of_its_members(
    data: Path, tmp_path: Path
) -> None:
    tar = put(tmp_path, "one.tar", labelled(data)) / "one.tar"
    expand(tar, tmp_path / "out", *TURN)
    expand(data, tmp_path / "folders", *TURN)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "folders")
    copy = tmp_path / "out" / "hat" / "0_aug001.png"
    whole = copy.read_bytes()
    copy.unlink()
    assert run("replay", tmp_path / "out", "--all", "--data", tar).code == 0
    assert copy.read_bytes() == whole


def test_numbers_of_classes_get_the_names_of_an_index(data: Path, tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for name, label in FOUR.items():
        files |= sample(data, name, cls=b"0" if label == "hat" else b"1\n")
    root = put(tmp_path / "tars", "a.tar", files)
    expand(root, tmp_path / "numbers", *TURN)
    numbers = {name: "0" if label == "hat" else "1" for name, label in FOUR.items()}
    assert labels_in(tmp_path / "numbers") == numbers
    (root / "index.json").write_text('{"classes": ["hat", "shoe"]}')
    expand(root, tmp_path / "names", *TURN)
    assert labels_in(tmp_path / "names") == FOUR


def test_shards_of_augcli_are_read_with_again_as_the_dataset_that_they_hold(
    data: Path, tmp_path: Path
) -> None:
    flags = ("--copies", "1", "--originals", "copy", "--split", "val=0.5", "--rotation", "5")
    expand(data, tmp_path / "shards", *flags, "--layout", "webdataset")
    refused = run("expand", tmp_path / "shards", tmp_path / "out", *TURN)
    assert_refused(refused, "an OUT of augcli")
    result = expand(tmp_path / "shards", tmp_path / "out", *TURN, "--again", "--json")
    assert result.json["splits"] == {
        "train": {"use": "augment", "images": 4},
        "val": {"use": "carry", "images": 2},
    }
    assert result.json["copies"] == 8
    assert result.json["carried"] == 2
    assert {one["label"] for one in records(tmp_path / "out")} == {"hat", "shoe"}


def test_tars_become_tars(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    flags = (*TURN, "--layout", "webdataset")
    expand(root, tmp_path / "out", *flags)
    assert len(members(tmp_path / "out" / "train-000000.tar")) == 24
    assert run("verify", tmp_path / "out", root, "--deep").code == 0
    assert expand(root, tmp_path / "out", *flags, "--json").json["written"] == 0


def test_inspect_and_preview_look_into_tars(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    found = run("inspect", root, "--json", "--no-cache")
    assert found.code == 0, found.stderr
    assert found.json["images"] == 4
    assert run("preview", root, "-o", tmp_path / "sheet.png").code == 0


def test_copies_of_one_photo_in_shards_are_no_near_duplicates(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", "--copies", "3", "--rotation", "1", *SHARDS[:2])
    found = run("inspect", tmp_path / "out", "--json", "--near-duplicates", "--no-cache").json
    assert found["images"] == 12
    assert found["near_duplicates"] == []


def test_a_photo_that_changes_in_its_tar_gets_other_copies(data: Path, tmp_path: Path) -> None:
    files = labelled(data)
    root = put(tmp_path / "tars", "a.tar", files)
    expand(root, tmp_path / "out", *TURN)
    other = save(tmp_path / "other.png", photo(70, 24, 20)).read_bytes()
    put(root, "a.tar", {**files, "hat/1.png": other})
    assert expand(root, tmp_path / "out", *TURN, "--json").json["written"] == 2
    assert run("verify", tmp_path / "out", root, "--deep").code == 0


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_of_a_tar_cut_short_the_good_members_are_used(
    data: Path, tmp_path: Path, share: float
) -> None:
    root = put(tmp_path / "tars", "whole.tar", labelled(data))
    put(root, "cut.tar", labelled(data))
    whole = (root / "cut.tar").read_bytes()
    (root / "cut.tar").write_bytes(whole[: int(len(whole.rstrip(b"\0")) * share)])
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert "bad: cut.tar: is cut short or damaged after its first" in result.stderr
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["cut.tar"]
    used = {one["source"] for one in records(tmp_path / "out")}
    assert {f"whole.tar/{name}" for name in FOUR} <= used
    assert 4 < len(used) + (share < 0.5) < 8


def test_a_file_that_is_no_tar_costs_itself_alone(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    (root / "b.tar").write_bytes(b"no tar at all" * 100)
    (root / "c.tar").write_bytes(b"")
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["b.tar", "c.tar"]
    assert labels_in(tmp_path / "out") == FOUR


def test_a_sound_header_after_damage_is_not_missed(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    tar = bytearray((root / "a.tar").read_bytes())
    tar[tar.index(b"shoe/0.png") + 148] ^= 1  # in its checksum
    (root / "a.tar").write_bytes(tar)
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["a.tar"]


def test_names_that_lead_outside_are_skipped(data: Path, tmp_path: Path) -> None:
    image, evil = (data / "hat/0.png").read_bytes(), dict[str, bytes]()
    for name in ("../out", "/etc/out", "a/../../b"):
        evil |= {f"{name}.png": image, f"{name}.json": b'{"label": "hat"}'}
    root = put(tmp_path / "tars", "a.tar", {**labelled(data), **evil})
    before = {*tmp_path.iterdir()}
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert result.stderr.count("leads out of its shard") == 3
    assert labels_in(tmp_path / "out") == FOUR
    assert {*tmp_path.iterdir()} == {*before, tmp_path / "out"}


def test_classes_that_no_folder_can_have_are_skipped(data: Path, tmp_path: Path) -> None:
    image, evil = (data / "hat/0.png").read_bytes(), dict[str, bytes]()
    labels = ["../hat", "/etc", "a/b", "..", "a\\b", "nul\0", "x" * 256, "\ud800"]
    for number, label in enumerate(labels):
        evil |= {f"{number}.png": image, f"{number}.json": json.dumps({"label": label}).encode()}
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    put(root, "b.tar", evil)
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    told = [one["source"] for one in skipped(tmp_path / "out")]
    assert told == [f"b.tar/{number}.png" for number in range(len(labels))]
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {
        *("hat", "shoe")
    }


def test_two_members_of_one_name_are_skipped(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    tar = (root / "a.tar").read_bytes().rstrip(b"\0")
    tar += bytes(-len(tar) % 512)
    (root / "a.tar").write_bytes(tar + as_tar(sample(data, "hat/0.png", cls=b"hat")))
    result = run("expand", root, tmp_path / "out", *TURN)
    assert result.code == 3
    assert "hat/0.png: is in its shard twice" in result.stderr
    assert labels_in(tmp_path / "out").keys() == FOUR.keys() - {"hat/0.png"}


def test_tars_beside_class_folders_are_refused(data: Path, tmp_path: Path) -> None:
    both = Path(shutil.copytree(data, tmp_path / "both"))
    put(both, "a.tar", labelled(data))
    assert_refused(run("expand", both, tmp_path / "out", *TURN), "a.tar", "hat")
    assert not (tmp_path / "out").exists()


def test_tars_without_classes_are_refused_with_flat_as_the_way_out(
    data: Path, tmp_path: Path
) -> None:
    root = put(tmp_path / "tars", "a.tar", sample(data, "hat/0.png"))
    refused = run("expand", root, tmp_path / "out", *TURN)
    assert_refused(refused, "1 image in shards")
    assert "--flat" in refused.stderr
    expand(root, tmp_path / "out", *TURN, "--flat")
    assert outputs(tmp_path / "out").keys() == {"0_aug001.png", "0_aug002.png"}


def test_links_to_originals_in_shards_are_refused(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    refused = run("expand", root, tmp_path / "out", *TURN, "--originals", "link", "-q")
    assert_refused(refused, "--originals link", "holds shards")
    assert not (tmp_path / "out").exists()


def test_what_is_no_image_is_passed_over_and_told(data: Path, tmp_path: Path) -> None:
    files = labelled(data) | {"hat/0.txt": b"a hat", "hat/0.seg.png": b"", "hat/._0.png": b""}
    root = put(tmp_path / "tars", "a.tar", files | {"hat/2.cr2": b"II*\0", "hat/2.cls": b"hat"})
    result = run("expand", root, tmp_path / "out", *TURN, "--json")
    assert result.json["passed_over"] == {"hidden": 1, "not an image": 2}
    assert result.json["unread"] == {"camera raw": 1}
    assert result.json["expanded"] == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
def test_a_link_to_a_tar_elsewhere_is_followed_only_if_asked_for(
    data: Path, tmp_path: Path
) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(data))
    put(tmp_path / "elsewhere", "b.tar", sample(data, "shoe/1.png", cls=b"far"))
    (root / "b.tar").symlink_to(tmp_path / "elsewhere" / "b.tar")
    assert run("expand", root, tmp_path / "out", *TURN).code == 3
    assert [one["reason"] for one in skipped(tmp_path / "out")] == ["link"]
    expand(root, tmp_path / "all", *TURN, "--follow-links")
    assert "far" in {one["label"] for one in records(tmp_path / "all")}


def test_splits_that_are_left_out_are_told(data: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "train-0.tar", labelled(data))
    put(root, "val-0.tar", labelled(data))
    result = expand(root, tmp_path / "out", *TURN, "--splits", "leave-out", "--json")
    assert (result.json["copies"], result.json["sources"]) == (8, 4)
    assert result.json["passed_over"] == {"in a split that is left out": 1}
    as_classes = expand(root, tmp_path / "all", *TURN, "--splits", "classes", "--json")
    assert as_classes.json["copies"] == 16
