"""A DATA of WebDataset tars: a folder of them, or a single one."""

from __future__ import annotations

from pathlib import Path

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, tree
from .sharded import (
    FOUR,
    SHARDS,
    TURN,
    labelled,
    labels_in,
    members,
    put,
    sample,
)


def test_a_folder_of_tars_gives_the_copies_of_its_photos(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", dict(list(labelled(photos).items())[:4]))
    put(root, "b.tar", dict(list(labelled(photos).items())[4:]))
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
    photos: Path, tmp_path: Path
) -> None:
    tar = put(tmp_path, "one.tar", labelled(photos)) / "one.tar"
    expand(tar, tmp_path / "out", *TURN)
    expand(photos, tmp_path / "folders", *TURN)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "folders")
    copy = tmp_path / "out" / "hat" / "0_aug001.png"
    whole = copy.read_bytes()
    copy.unlink()
    assert run("replay", tmp_path / "out", "--all", "--data", tar).code == 0
    assert copy.read_bytes() == whole


def test_numbers_of_classes_get_the_names_of_an_index(photos: Path, tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for name, label in FOUR.items():
        files |= sample(photos, name, cls=b"0" if label == "hat" else b"1\n")
    root = put(tmp_path / "tars", "a.tar", files)
    expand(root, tmp_path / "numbers", *TURN)
    numbers = {name: "0" if label == "hat" else "1" for name, label in FOUR.items()}
    assert labels_in(tmp_path / "numbers") == numbers
    (root / "index.json").write_text('{"classes": ["hat", "shoe"]}')
    expand(root, tmp_path / "names", *TURN)
    assert labels_in(tmp_path / "names") == FOUR


def test_shards_of_augcli_are_read_with_again_as_the_dataset_that_they_hold(
    photos: Path, tmp_path: Path
) -> None:
    flags = ("--copies", "1", "--originals", "copy", "--split", "val=0.5", "--rotation", "5")
    expand(photos, tmp_path / "shards", *flags, "--layout", "webdataset")
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


def test_tars_become_tars(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    flags = (*TURN, "--layout", "webdataset")
    expand(root, tmp_path / "out", *flags)
    assert len(members(tmp_path / "out" / "train-000000.tar")) == 24
    assert run("verify", tmp_path / "out", root, "--deep").code == 0
    assert expand(root, tmp_path / "out", *flags, "--json").json["written"] == 0


def test_inspect_and_preview_look_into_tars(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "a.tar", labelled(photos))
    found = run("inspect", root, "--json", "--no-cache")
    assert found.code == 0, found.stderr
    assert found.json["images"] == 4
    assert run("preview", root, "-o", tmp_path / "sheet.png").code == 0


def test_copies_of_one_photo_in_shards_are_no_near_duplicates(photos: Path, tmp_path: Path) -> None:
    expand(photos, tmp_path / "out", "--copies", "3", "--rotation", "1", *SHARDS[:2])
    found = run("inspect", tmp_path / "out", "--json", "--near-duplicates", "--no-cache").json
    assert found["images"] == 12
    assert found["near_duplicates"] == []


def test_a_photo_that_changes_in_its_tar_gets_other_copies(photos: Path, tmp_path: Path) -> None:
    files = labelled(photos)
    root = put(tmp_path / "tars", "a.tar", files)
    expand(root, tmp_path / "out", *TURN)
    other = save(tmp_path / "other.png", photo(70, 24, 20)).read_bytes()
    put(root, "a.tar", {**files, "hat/1.png": other})
    assert expand(root, tmp_path / "out", *TURN, "--json").json["written"] == 2
    assert run("verify", tmp_path / "out", root, "--deep").code == 0


def test_splits_that_are_left_out_are_told(photos: Path, tmp_path: Path) -> None:
    root = put(tmp_path / "tars", "train-0.tar", labelled(photos))
    put(root, "val-0.tar", labelled(photos))
    result = expand(root, tmp_path / "out", *TURN, "--splits", "leave-out", "--json")
    assert (result.json["copies"], result.json["sources"]) == (8, 4)
    assert result.json["passed_over"] == {"in a split that is left out": 1}
    as_classes = expand(root, tmp_path / "all", *TURN, "--splits", "classes", "--json")
    assert as_classes.json["copies"] == 16
