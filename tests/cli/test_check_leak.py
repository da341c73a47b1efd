"""``augcli check-leak`` finds pictures that two splits share, and pictures with two labels."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from similarity.planting import plant

from .pictures import load, photo, save
from .running import Record, assert_refused, expand, run, stamps

BIRDS = "bird"


def copied(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, target))


@pytest.fixture(scope="module")
def splits(sample_images: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Splits with an exact copy, a near duplicate, a picture under two labels, and a bad file."""
    root = tmp_path_factory.mktemp("leaks")
    birds, cats = sample_images / "bird", sample_images / "cat"
    for name in ("owl.jpg", "eagle.jpg"):
        copied(birds / name, root / "train" / "bird" / name)
    copied(cats / "kitten.jpg", root / "train" / "cat" / "kitten.jpg")
    plant("mirrored", cats / "kitten.jpg", root / "train" / "bird" / "kitten.jpg")
    copied(birds / "owl.jpg", root / "val" / "bird" / "owl copy.jpg")
    plant("turned by 12 degrees", birds / "eagle.jpg", root / "test" / "cat" / "eagle.jpg")
    copied(birds / "seagull.jpg", root / "test" / "bird" / "seagull.jpg")
    save(root / "val" / "cat" / "b.png", photo(5))
    (root / "val" / "cat" / "broken.jpg").write_bytes(b"no picture")
    return root


@pytest.fixture(scope="module")
def found(splits: Path) -> dict[tuple[str, str], Record]:
    result = run("check-leak", splits, "--json", "--workers", "2")
    assert result.code == 3, result.stderr
    assert result.json["schema"] == 1
    names = [
        tuple(Path(pair[side]).relative_to(splits).as_posix() for side in ("a", "b"))
        for pair in result.json["pairs"]
    ]
    return dict(zip(((a, b) for a, b in names), result.json["pairs"], strict=True))


def test_each_leak_is_told_with_its_kind(found: dict[tuple[str, str], Record]) -> None:
    assert {pair: record["kind"] for pair, record in found.items()} == {
        ("train/bird/owl.jpg", "val/bird/owl copy.jpg"): "exact",
        ("train/bird/eagle.jpg", "test/cat/eagle.jpg"): "near-duplicate",
        ("train/bird/kitten.jpg", "train/cat/kitten.jpg"): "near-duplicate",
    }


def test_a_picture_under_two_labels_says_so(found: dict[tuple[str, str], Record]) -> None:
    labels = {pair[1]: (record["two_labels"], record["b_label"]) for pair, record in found.items()}
    assert labels == {
        "val/bird/owl copy.jpg": (False, "bird"),
        "test/cat/eagle.jpg": (True, "cat"),
        "train/cat/kitten.jpg": (True, "cat"),
    }


def test_folders_may_be_given_one_by_one_and_nothing_is_written_to_them(splits: Path) -> None:
    before = stamps(splits)
    result = run("check-leak", splits / "train", splits / "val", splits / "test", "--workers", "1")
    assert stamps(splits) == before
    assert result.code == 3
    assert "3 pairs (2 across folders, 2 under two labels) among 8 images" in result.stdout
    assert f"{splits / 'train'} and {splits / 'val'}: 1 exact copy" in result.stdout
    assert "augcli split DATA OUT" in result.stdout
    assert "broken.jpg: is not an image" in result.stderr


def test_folders_without_a_leak_have_exit_code_0(splits: Path) -> None:
    result = run("check-leak", splits / "val", splits / "test", "-q")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_the_label_of_a_folder_in_splits_is_below_the_split(
    splits: Path, sample_images: Path, tmp_path: Path
) -> None:
    copied(sample_images / "bird" / "owl.jpg", tmp_path / "new" / "bird" / "1.jpg")
    pairs = run("check-leak", splits, tmp_path / "new", "--json").json["pairs"]
    across = [pair for pair in pairs if pair["a_folder"] != pair["b_folder"]]
    assert {(pair["a_label"], pair["b_label"], pair["two_labels"]) for pair in across} == {
        ("bird", "bird", False)
    }


def test_quiet_says_only_why_the_exit_code_is_3(splits: Path) -> None:
    result = run("check-leak", splits / "train", splits / "val", "-q")
    assert (result.code, result.stdout) == (3, "")
    assert result.stderr.startswith("2 pairs (1 across folders, 1 under two labels) among")
    assert result.stderr.count("\n") == 1


def test_the_pairs_are_written_as_a_table_and_as_a_figure(splits: Path, tmp_path: Path) -> None:
    table, sheet = tmp_path / "new" / "leaks.csv", tmp_path / "leaks.png"
    run("check-leak", splits / "train", splits / "test", "--csv", table, "-o", sheet, "-q")
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [(Path(row["b"]).name, row["kind"], row["two_labels"]) for row in rows] == [
        ("eagle.jpg", "near-duplicate", "true"),
        ("kitten.jpg", "near-duplicate", "true"),
    ]
    assert load(sheet).width > 400


@pytest.fixture(scope="module")
def expanded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An expansion of splits that share a source; nothing of the copies can be recognised."""
    root = tmp_path_factory.mktemp("expanded")
    for name in ("train/hat/a.jpg", "train/hat/b.jpg", "val/hat/same.jpg"):
        save(root / "data" / name, photo(1 if name != "train/hat/b.jpg" else 2), quality=90)
    expand(root / "data", root / "out", "--copies", "2", "--gaussian-blur", "5,9")
    return root


def test_copies_of_one_source_are_found_by_the_manifest(expanded: Path) -> None:
    result = run("check-leak", expanded / "out", "--json")
    pairs = [
        (Path(one["a"]).name, Path(one["b"]).name, one["kind"]) for one in result.json["pairs"]
    ]
    assert pairs == [(f"a_aug00{copy}.jpg", "same.jpg", "source") for copy in (1, 2)]


def test_a_source_is_known_when_its_copies_have_been_moved(expanded: Path, tmp_path: Path) -> None:
    for number, side in ((1, "one"), (2, "two")):
        copy = f"a_aug00{number}.jpg"
        copied(expanded / "out" / "train" / "hat" / copy, tmp_path / side / "hat" / copy)
    copied(expanded / "data" / "train" / "hat" / "a.jpg", tmp_path / "two" / "hat" / "a.jpg")
    sides = tmp_path / "one", tmp_path / "two"
    result = run("check-leak", *sides, "--manifest", expanded / "out", "--json")
    pairs = {(Path(one["b"]).name, one["kind"]) for one in result.json["pairs"]}
    assert pairs == {("a_aug002.jpg", "source"), ("a.jpg", "source")}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["{}/train"], "has no folders train, val or test"),
        (["{}/train", "{}/none"], "does not exist"),
        (["{}/train", "{}/train/bird/owl.jpg"], "is a file"),
        (["{}/train", "{}"], "is in"),
        (["{}/train", "{}/train"], "is the same folder as"),
        (["{}", "{}", "{}", "{}"], "4 folders"),
        (["{}", "--sheet", "x.gif"], "--sheet x.gif"),
        (["{}", "--csv", "{}/val/x.csv"], "--csv"),
        (["{}", "--csv", "{}/x.csv"], "--csv"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments: list[str], named: str, splits: Path) -> None:
    filled = [one.format(splits) for one in arguments]
    assert_refused(run("check-leak", *filled), named)


def test_splits_made_of_links_are_compared_on_request(splits: Path, tmp_path: Path) -> None:
    for side, name in (("train", "owl.jpg"), ("val", "owl copy.jpg")):
        (tmp_path / side / "bird").mkdir(parents=True)
        (tmp_path / side / "bird" / name).symlink_to(splits / side / "bird" / name)
    refused = run("check-leak", tmp_path)
    assert_refused(refused, "owl.jpg: a link that leads out of the dataset: --follow-links")
    followed = run("check-leak", tmp_path, "--follow-links", "--json")
    assert (followed.code, followed.json["counts"]["exact"]) == (3, 1)
