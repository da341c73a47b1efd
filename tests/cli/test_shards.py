"""What ``expand --layout webdataset`` leaves on disk: shards, their index and their records."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand, outputs, records, run, run_file, skipped, tree
from .sharded import SHARDS, TURN, index, make_data, members, records_in, samples


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("shards") / "data", hat=7, shoe=5)


@pytest.fixture(scope="module")
def out(data: Path) -> Path:
    """Three shards; tests only read it."""
    expand(data, data.with_name("out"), *TURN, *SHARDS)
    return data.with_name("out")


def test_the_tree_holds_shards_and_their_index_and_nothing_else(out: Path) -> None:
    shards = [f"train-{number:06d}" for number in range(3)]
    beside = [f"index/{one}.{ending}" for one in shards for ending in ("json", "jsonl")]
    own = ["augcli.json", "skipped.jsonl", "index.json", "index/"]
    assert tree(out).keys() == {*own, *beside, *(f"{one}.tar" for one in shards)}


def test_the_pictures_are_those_of_a_run_into_folders(
    data: Path, out: Path, tmp_path: Path
) -> None:
    expand(data, tmp_path / "folders", *TURN)
    found = {f"{key}.png": one["png"] for key, one in samples(out).items()}
    assert found == outputs(tmp_path / "folders")
    in_folders = {one["file"]: one for one in records(tmp_path / "folders")}
    assert {one["file"]: one for one in records_in(out)} == in_folders


def test_the_number_of_a_class_is_its_place_in_the_index(out: Path) -> None:
    assert index(out)["classes"] == ["hat", "shoe"]
    for one in samples(out).values():
        number = int(one["cls"])
        assert index(out)["classes"][number] == json.loads(one["json"])["label"]


def test_every_sample_is_told_by_the_records_beside_its_shard_in_order(out: Path) -> None:
    for tar in out.glob("*.tar"):
        lines = (out / "index" / f"{tar.stem}.jsonl").read_bytes().splitlines()
        assert [data for name, data in members(tar).items() if name.endswith(".json")] == lines


def test_the_index_counts_and_hashes_each_shard(out: Path) -> None:
    found = index(out)
    assert [one["file"] for one in found["shards"]] == sorted(one.name for one in out.glob("*.tar"))
    for one in found["shards"]:
        data = (out / one["file"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert one["samples"] == len(members(out / one["file"])) // 3
    assert found["samples"] == 24 == sum(one["samples"] for one in found["shards"])
    assert found["bytes"] == sum(one["bytes"] for one in found["shards"])
    assert run_file(out)["shards"] == {"train": 3}


def test_members_have_no_time_and_no_owner(out: Path) -> None:
    for path in out.glob("*.tar"):
        with tarfile.open(path) as tar:
            for one in tar:
                facts = (one.mtime, one.uid, one.gid, one.uname, one.gname, one.mode, one.isfile())
                assert facts == (0, 0, 0, "", "", 0o644, True)


def test_the_same_request_gives_the_same_bytes(data: Path, out: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(data, tmp_path / "elsewhere", copy_function=shutil.copyfile))
    result = run("expand", again, tmp_path / "out", *TURN, *SHARDS, "--workers", "1")
    assert result.code == 0
    assert tree(tmp_path / "out") == tree(out)


def test_classes_are_mixed_within_a_shard(out: Path) -> None:
    for tar in out.glob("*.tar"):
        labels = [data for name, data in members(tar).items() if name.endswith(".cls")]
        assert len({*labels}) == 2
        assert labels != sorted(labels)


def test_names_have_one_dot_and_are_told_apart_by_what_stands_before_it(tmp_path: Path) -> None:
    names = ["v1.2/a.b.png", "v1.2/a_b.png", "v1.2/c.jpg", "v1.2/c.png", "v1.2/UPPER.JPG"]
    names += ["v1.2/über.tiff", "v1.2/a_aug001.png", "v1.2/a.png"]
    for number, name in enumerate(names):
        save(tmp_path / "data" / name, photo(number))
    originals = ("--originals", "copy")
    expand(tmp_path / "data", tmp_path / "out", *TURN, *originals, "--layout", "webdataset")
    found = samples(tmp_path / "out")
    assert len(found) == 3 * len(names)
    assert all("." not in key.rpartition("/")[2] for key in found)
    assert {ending for one in found.values() for ending in one} == {
        *("jpg", "png", "tif", "cls", "json")
    }
    assert {"v1.2/a_b", "v1.2/UPPER", "v1.2/über", "v1.2/c_aug002"} <= found.keys()
    assert sorted(one["source"] for one in records_in(tmp_path / "out")) == sorted(3 * names)
    assert run("verify", tmp_path / "out", tmp_path / "data", "--deep").code == 0


def test_each_split_has_shards_of_its_own(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", hat=12, shoe=12)
    expand(data, tmp_path / "out", *TURN, *SHARDS, "--split", "val=0.25")
    shards = {one["file"]: one["samples"] for one in index(tmp_path / "out")["shards"]}
    names = [f"train-{number:06d}.tar" for number in range(3)]
    assert shards.keys() == {*names, "val-000000.tar"}
    assert shards["val-000000.tar"] == 6
    for name in shards:
        split = name.partition("-")[0]
        assert all(one.startswith(f"{split}/") for one in members(tmp_path / "out" / name))
    assert run_file(tmp_path / "out")["shards"] == {"train": 3, "val": 1}


def test_shards_are_about_of_the_size_that_is_asked_for(tmp_path: Path) -> None:
    for number in range(12):
        save(tmp_path / "data" / "hat" / f"{number}.bmp", photo(number, 240, 160))
    flags = ("--copies", "2", "--layout", "webdataset", "--shard-size", "1MB")
    expand(tmp_path / "data", tmp_path / "out", *flags)
    sizes = [one["bytes"] for one in index(tmp_path / "out")["shards"]]
    assert len(sizes) == 3  # 24 copies of 115 kB are 2.8 MB
    assert all(400_000 < size < 1_700_000 for size in sizes)


def test_images_of_several_labels_have_no_class(data: Path, tmp_path: Path) -> None:
    table = "image,red,round\nhat/0.png,1,1\nhat/1.png,0,1\nshoe/0.png,1,0\n"
    (tmp_path / "labels.csv").write_text(table)
    labels = ("--labels", tmp_path / "labels.csv", "--layout", "webdataset")
    expand(data, tmp_path / "out", *TURN, *labels)
    found = samples(tmp_path / "out")
    assert {ending for one in found.values() for ending in one} == {"png", "json"}
    shares = {one["source"]: one["labels"] for one in records_in(tmp_path / "out")}
    assert shares["hat/0.png"] == {"red": 1.0, "round": 1.0}
    assert len((tmp_path / "out" / "labels.csv").read_text().splitlines()) == 7
    assert run("verify", tmp_path / "out").code == 0


def test_mirrored_copies_get_the_number_of_the_other_class(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data", left=4, right=4)
    flags = ("--copies", "6", "--horizontal-flip", "--swap-labels", "left=right")
    expand(data, tmp_path / "out", *flags, "--layout", "webdataset")
    moved = 0
    for one in samples(tmp_path / "out").values():
        record = json.loads(one["json"])
        assert int(one["cls"]) == ["left", "right"].index(record["label"])
        moved += record["source"].partition("/")[0] != record["label"]
    assert moved > 4


def test_a_damaged_photo_costs_only_its_own_copies(data: Path, out: Path, tmp_path: Path) -> None:
    bad = Path(shutil.copytree(data, tmp_path / "data"))
    (bad / "hat" / "3.png").write_bytes((bad / "hat" / "3.png").read_bytes()[:200])
    result = run("expand", bad, tmp_path / "out", *TURN, *SHARDS)
    assert result.code == 3
    assert "hat/3.png" in result.stderr
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["hat/3.png"]
    sound = {key: one for key, one in samples(out).items() if not key.startswith("hat/3_")}
    assert samples(tmp_path / "out") == sound
