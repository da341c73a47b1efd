"""``expand --split`` and ``split`` hold images out before copies are made."""

from __future__ import annotations

import shlex
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run

FLAGS = ("--rotation", "15", "--seed", "3")
SPLIT = ("--split", "val=0.2,test=0.1")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes, of 10 and 5 images; two photos of each patient."""
    root = tmp_path_factory.mktemp("unsplit") / "data"
    for label, number in {"cat": 10, "dog": 5}.items():
        for n in range(number):
            save(root / label / f"p{n // 2}_{n}.png", photo(n, 12, 9))
    return root


def sides(out: Path) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in records(out):
        found[one["split"]].add(one["source"])
    return dict(found)


def test_copies_are_made_of_train_alone(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = expand(data, out, "--copies", "2", *SPLIT, *FLAGS, "--json")
    assert {side: len(names) for side, names in sides(out).items()} == {
        "train": 10,
        "val": 3,
        "test": 2,
    }
    assert not set.intersection(*sides(out).values())
    assert {one["split"] for one in records(out) if one["copy"]} == {"train"}
    assert all(one["file"].startswith(f"{one['split']}/{one['label']}/") for one in records(out))
    assert result.json["splits"]["val"] == {"use": "carry", "images": 3}
    assert run("verify", out, data, "--deep").code == 0


def test_workers_and_what_is_made_of_train_change_no_side(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "one", "--balance", *SPLIT, *FLAGS)
    two = run("expand", data, tmp_path / "two", "--balance", *SPLIT, *FLAGS, "--workers", "2")
    assert two.code == 0
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")
    expand(data, tmp_path / "plain", "--copies", "1", *SPLIT, *FLAGS)
    assert sides(tmp_path / "plain") == sides(tmp_path / "one")
    train = Counter(one["label"] for one in records(tmp_path / "one") if one["split"] == "train")
    assert len(set(train.values())) == 1


def test_a_run_that_goes_on_after_new_images_moves_nobody(data: Path, tmp_path: Path) -> None:
    grown, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(data, grown)
    expand(grown, out, "--copies", "1", *SPLIT, *FLAGS)
    before = sides(out)
    for n in range(20):
        save(grown / "cat" / f"new{n}.png", photo(50 + n, 12, 9))
    result = expand(grown, out, "--copies", "1", *SPLIT, *FLAGS, "--json")
    assert result.json["stale"] == []
    assert all(before[side] <= sides(out)[side] for side in before)
    cats = Counter(one["split"] for one in records(out) if one["label"] == "cat")
    assert cats == {"train": 21, "val": 6, "test": 3}


def test_groups_stay_together_and_are_recorded(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pattern = r"([a-z]+/p\d+)_"
    expand(data, out, "--copies", "1", "--split", "val=0.3", "--group-by", pattern, *FLAGS)
    split_of = defaultdict(set)
    for one in records(out):
        split_of[one["group"]].add(one["split"])
    assert all(len(each) == 1 for each in split_of.values())
    assert sides(out).keys() == {"train", "val"}


@pytest.mark.parametrize("columns", ["image,patient", "File,group", "filename,who"])
def test_a_table_of_groups_keeps_them_together(data: Path, tmp_path: Path, columns: str) -> None:
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.png"))
    groups = {name: f"g{number % 4}" for number, name in enumerate(names[:-2])}
    table = tmp_path / "groups.csv"
    rows = "".join(f"{name.removesuffix('.png')},{group}\n" for name, group in groups.items())
    table.write_text(f"{columns}\n{rows}gone,g1\n")
    result = run("split", data, tmp_path / "out", "--split", "val=0.3", "--groups", table)
    assert result.code == 0, result.stderr
    assert "warning: 1 row names no image that is in" in result.stderr
    assert "groups: 4 with 13 images; 2 images are in no group" in result.stderr
    sides_of = defaultdict(set)
    for one in records(tmp_path / "out"):
        assert one.get("group") == groups.get(one["source"])
        sides_of[one.get("group", one["source"])].add(one["split"])
    assert {len(found) for found in sides_of.values()} == {1}


def test_shares_that_groups_keep_from_being_met_are_told(data: Path, tmp_path: Path) -> None:
    result = run("split", data, tmp_path / "out", "--split", "val=0.1", "--group-by", "(p[0-3])_")
    assert "warning: val has 27% of the images, not 10%" in result.stderr
    assert "as groups stay together: the largest, p0, has 4 of 15" in result.stderr


def test_near_duplicates_stay_together(tmp_path: Path) -> None:
    twins, out = tmp_path / "data", tmp_path / "out"
    for n in range(8):
        picture = photo(100 + n, 90, 70)
        save(twins / "cat" / f"{n}.png", picture)
        save(twins / "cat" / f"mirrored{n}.jpg", picture[:, ::-1], quality=95)
    flags = ("--split", "val=0.4", "--group-near-duplicates")
    expand(twins, out, "--copies", "1", *flags, *FLAGS)
    split_of = defaultdict(set)
    for one in records(out):
        number = one["source"].rpartition("/")[2].removeprefix("mirrored").partition(".")[0]
        split_of[number].add(one["split"])
    assert all(len(each) == 1 for each in split_of.values())


def test_split_makes_the_same_sides_without_copies(data: Path, tmp_path: Path) -> None:
    result = run("split", data, tmp_path / "out", *SPLIT)
    assert (result.code, result.stderr) == (0, "")
    assert "train  val  test" in result.stdout
    assert {one["copy"] for one in records(tmp_path / "out")} == {0}
    expand(data, tmp_path / "copies", "--copies", "1", *SPLIT, *FLAGS)
    assert sides(tmp_path / "out") == sides(tmp_path / "copies")
    assert run("verify", tmp_path / "out", data, "--deep").code == 0
    # What it writes is no copy yet: it may be expanded.
    expand(tmp_path / "out", tmp_path / "more", "--copies", "1", *FLAGS)
    assert {one["split"] for one in records(tmp_path / "more") if one["copy"]} == {"train"}


def test_an_image_with_a_new_name_stays_on_its_side(tmp_path: Path) -> None:
    renamed, out = tmp_path / "data", tmp_path / "out"
    for n in range(15):
        save(renamed / ("dog" if n % 3 == 0 else "cat") / f"{n}.png", photo(n, 12, 9))
    expand(renamed, out, "--copies", "1", *SPLIT, *FLAGS)
    before = {one["source_sha256"]: one["split"] for one in records(out)}
    for path in sorted((renamed / "cat").iterdir())[1:]:
        path.rename(path.with_name(f"new_{path.name}"))
    (renamed / "dog" / "0.png").rename(renamed / "cat" / "moved.png")
    result = expand(renamed, out, "--copies", "1", *SPLIT, *FLAGS, "--json")
    assert result.json["stale"]
    assert {(one["source_sha256"], one["split"]) for one in records(out)} == {*before.items()}


def test_overwriting_splits_anew(data: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    expand(data, out, "--copies", "1", *SPLIT, *FLAGS)
    again = ("--copies", "1", "--split", "val=0.5", "--group-by", r"([a-z]+/p\d+)_", *FLAGS)
    expand(data, out, *again, "--overwrite")
    expand(data, fresh, *again)
    assert outputs(out) == outputs(fresh)


def test_splits_that_are_there_are_kept(data: Path, tmp_path: Path) -> None:
    there = tmp_path / "data"
    shutil.copytree(data, there / "train")
    shutil.copytree(data, there / "val")
    result = expand(there, tmp_path / "out", "--copies", "1", *SPLIT, *FLAGS)
    assert "split: none is made, as DATA is in splits already" in result.stderr
    assert sides(tmp_path / "out").keys() == {"train", "val"}


def test_classes_too_small_for_every_side_are_told(tmp_path: Path) -> None:
    for label, names in {"cat": "ab", "dog": "abc"}.items():
        for name in names:
            save(tmp_path / "data" / label / f"{name}.png", photo(2))
    result = expand(tmp_path / "data", tmp_path / "out", "--copies", "1", *SPLIT, *FLAGS)
    assert "class cat has 2 images, and none in test" in result.stderr
    assert "class dog" not in result.stderr


def test_a_class_of_one_image_is_refused_with_the_flag_that_leaves_it_out(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    for name in ("dog/a.png", "dog/b.png", "cat/a [1].png"):
        save(data / name, photo(1))
    for command in ("expand", "split"):
        result = run(command, data, out, "--split", "val=0.5")
        assert_refused(result)
        assert "class cat has one image, which can't be on two sides" in result.stderr
        assert not out.exists()
    flags = shlex.split(result.stderr.rpartition("alone: ")[2])
    assert run("split", data, out, "--split", "val=0.5", *flags).code == 0
    assert {one["label"] for one in records(out)} == {"dog"}


def test_a_class_that_has_shrunk_to_one_image_keeps_its_side(tmp_path: Path) -> None:
    for name in "ab":
        save(tmp_path / "data" / "cat" / f"{name}.png", photo(1))
    assert run("split", tmp_path / "data", tmp_path / "out").code == 0
    (tmp_path / "data" / "cat" / "a.png").unlink()
    assert run("split", tmp_path / "data", tmp_path / "out").code == 0


def test_a_link_out_of_the_dataset_is_on_no_side(data: Path, tmp_path: Path) -> None:
    linked, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(data, linked)
    (linked / "cat" / "out.png").symlink_to(data / "dog" / "p0_0.png")
    result = run("expand", linked, out, "--copies", "1", *SPLIT, *FLAGS, "--json")
    assert (result.code, result.json["empty_classes"]) == (3, [])
    assert sum(map(len, sides(out).values())) == 15


@pytest.mark.parametrize(
    "flags",
    [
        ("--split", "val=1.2"),
        ("--split", "vall=0.2"),
        ("--split", "val=0.2", "--group-by", "p"),
        ("--split", "val=0.2", "--group-by", "(zzz)"),
        ("--group-by", "(p)"),
        ("--split", "val=0.2", "--group-by", "(p)"),
        ("--split", "val=0.2", "--groups", "no.csv"),
        ("--split", "val=0.2", "--groups", "no.csv", "--group-by", "(p.)"),
    ],
)
def test_what_cannot_be_is_refused_before_work(
    data: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    for command in ("expand", "split"):
        if command == "split" and flags[0] == "--group-by":
            continue  # it has a split of its own
        assert_refused(run(command, data, tmp_path / "out", *flags))
        assert not (tmp_path / "out").exists()
