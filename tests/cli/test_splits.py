"""A dataset in splits: train alone gets copies, the others are carried over or left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, run_file, skipped, tree

FLAGS = ("--rotation", "20", "--copies", "2", "--seed", "3")
CARRIED = {"Val/cat/b.jpg", "Val/dog/b.png", "test/cat/deep/c.jpg"}
COPIES = {f"train/{stem}_aug00{n}.jpg" for stem in ("cat/a", "cat/x", "dog/a") for n in (1, 2)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three images to train with, two to validate, one to test; tests only read it."""
    root = tmp_path_factory.mktemp("splits") / "data"
    names = ("train/cat/a.jpg", "train/cat/x.jpg", "train/dog/a.jpg", *sorted(CARRIED))
    for number, name in enumerate(names):
        save(root / name, photo(number, 12 + number, 10))
    return root


@pytest.fixture(scope="module")
def earlier(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An expansion of it; tests that change it take a copy of it."""
    out = tmp_path_factory.mktemp("earlier") / "out"
    expand(data, out, *FLAGS)
    return out


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "out"))


def test_train_gets_copies_and_the_others_are_carried_over(earlier: Path) -> None:
    assert outputs(earlier).keys() == COPIES | CARRIED
    found = {one["file"]: (one["split"], one["label"], one["copy"]) for one in records(earlier)}
    assert found["train/cat/a_aug002.jpg"] == ("train", "cat", 2)
    assert found["test/cat/deep/c.jpg"] == ("test", "cat", 0)
    assert {one["source"] for one in records(earlier)} >= CARRIED


def test_what_becomes_of_each_split_is_told_before_the_work(data: Path, tmp_path: Path) -> None:
    result = expand(data, tmp_path / "out", *FLAGS, "--json")
    first = result.stderr.splitlines()[0]
    assert "copies are made of train (3 images)" in first
    assert "carried over without copies: Val (2 images), test (1 image)" in first
    assert "--splits leave-out" in first
    assert "--splits classes" in first
    assert result.json["splits"] == {
        "Val": {"use": "carry", "images": 2},
        "test": {"use": "carry", "images": 1},
        "train": {"use": "augment", "images": 3},
    }
    assert (result.json["copies"], result.json["carried"], result.json["sources"]) == (6, 3, 6)
    assert result.json["classes"]["cat"]["carried"] == 2


def test_a_dry_run_tells_it_too(data: Path, tmp_path: Path) -> None:
    dry = expand(data, tmp_path / "out", *FLAGS, "--dry-run", "--json")
    done = expand(data, tmp_path / "out", *FLAGS, "--json")
    assert dry.stderr.splitlines()[0] == done.stderr.splitlines()[0]
    for field in ("splits", "copies", "carried"):
        assert dry.json[field] == done.json[field]


def test_the_table_has_a_column_for_them_only_if_there_are_splits(
    data: Path, two_images: Path, tmp_path: Path
) -> None:
    with_splits = expand(data, tmp_path / "out", *FLAGS).stdout.splitlines()
    assert with_splits[0].split()[-1] == "carried"
    assert with_splits[3].split() == ["total", "6", "6", "0", "0", "0", "3"]
    plain = expand(two_images, tmp_path / "plain", *FLAGS)
    assert "carried" not in plain.stdout
    assert "splits:" not in plain.stderr
    assert not any("split" in record for record in records(tmp_path / "plain"))


def test_the_others_are_left_out_on_request(data: Path, tmp_path: Path) -> None:
    result = expand(data, tmp_path / "out", *FLAGS, "--splits", "leave-out", "--json")
    assert outputs(tmp_path / "out").keys() == COPIES
    assert result.json["splits"]["Val"] == {"use": "leave-out", "images": 2}
    assert "left out: Val (2 images), test (1 image)" in result.stderr
    assert result.json["passed_over"] == {"in a split that is left out": 2}


def test_the_folders_are_classes_on_request(data: Path, tmp_path: Path) -> None:
    result = expand(data, tmp_path / "out", *FLAGS, "--splits", "classes", "--json")
    assert {one["label"] for one in records(tmp_path / "out")} == {"Val", "test", "train"}
    assert result.json["splits"] == {}
    assert result.json["copies"] == 12


def test_another_choice_in_the_same_out_is_refused(data: Path, out: Path) -> None:
    result = run("expand", data, out, *FLAGS, "--splits", "leave-out")
    assert_refused(result, 'splits was "carry", now "leave-out"')
    assert run_file(out)["settings"]["splits"] == "carry"


def test_the_tree_is_the_same_for_any_number_of_workers(
    data: Path, earlier: Path, tmp_path: Path
) -> None:
    run("expand", data, tmp_path / "out", *FLAGS, "--workers", "1")
    assert tree(tmp_path / "out") == tree(earlier)


def test_what_was_lost_is_made_again(data: Path, earlier: Path, out: Path) -> None:
    (out / "Val" / "dog" / "b.png").unlink()
    (out / "train" / "dog" / "a_aug001.jpg").unlink()
    assert expand(data, out, *FLAGS, "--json").json["written"] == 2
    assert tree(out) == tree(earlier)
    assert "nothing to write" in expand(data, out, *FLAGS).stdout


@pytest.mark.parametrize("originals", ["none", "copy", "link"])
def test_verify_and_replay_make_all_of_it_again(data: Path, tmp_path: Path, originals: str) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS, "--originals", originals, "--size", "9x9")
    whole = tree(out)
    assert not any(name.startswith(("Val", "test")) and name.endswith("@") for name in whole)
    assert run("verify", out, data, "--deep").code == 0
    for split in ("Val", "train"):
        shutil.rmtree(out / split)
    assert run("replay", out, "--all", "--data", data).code == 0
    assert tree(out) == whole


def test_a_carried_image_is_an_original_like_those_of_train(data: Path, tmp_path: Path) -> None:
    source = tmp_path / "data"
    shutil.copytree(data, source)
    picture = save(source / "Val" / "cat" / "turned.jpg", photo(9, 20, 12))
    for split in ("train", "test"):
        shutil.copy(picture, source / split / "cat" / "turned.jpg")
    expand(source, tmp_path / "out", *FLAGS, "--originals", "copy", "--format", "png")
    made = outputs(tmp_path / "out")
    assert len({made[f"{split}/cat/turned.png"] for split in ("train", "Val", "test")}) == 1


def test_sources_that_are_gone_are_stale_and_pruned(data: Path, out: Path, tmp_path: Path) -> None:
    less = tmp_path / "data"
    shutil.copytree(data, less)
    (less / "Val" / "cat" / "b.jpg").unlink()
    assert expand(less, out, *FLAGS, "--json").json["stale"] == ["Val/cat/b.jpg"]
    expand(less, out, *FLAGS, "--prune")
    assert outputs(out).keys() == COPIES | CARRIED - {"Val/cat/b.jpg"}
    assert run("verify", out).code == 0


def test_a_damaged_image_to_test_with_is_named(data: Path, tmp_path: Path) -> None:
    source = tmp_path / "data"
    shutil.copytree(data, source)
    (source / "test" / "dog").mkdir()
    (source / "test" / "dog" / "bad.jpg").write_bytes(b"not an image")
    result = run("expand", source, tmp_path / "out", *FLAGS, "--json")
    assert result.code == 3
    assert [one["source"] for one in skipped(tmp_path / "out")] == ["test/dog/bad.jpg"]
    assert result.json["empty_classes"] == ["test/dog"]
    counts = result.json["classes"]["dog"]
    assert (counts["sources"], counts["expanded"], counts["bad"]) == (3, 2, 1)


def test_partners_are_of_train_alone(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flags = ("--mixup", "0.4", "--mix-across", "--copies", "4")
    expand(data, out, *flags)
    mixed = [one for one in records(out) if one["copy"]]
    assert {name.partition("/")[0] for one in mixed for name in one["partners"]} == {"train"}
    assert {label for one in mixed for label in one.get("labels", {})} == {"cat", "dog"}
    assert "nothing to write" in expand(data, out, *flags).stdout
    assert run("verify", out, data, "--deep").code == 0


def test_mirrored_copies_swap_classes_within_train(data: Path, tmp_path: Path) -> None:
    flags = ("--horizontal-flip", "--chance", "horizontal-flip=1", "--rotation", "9")
    out = tmp_path / "out"
    expand(data, out, *flags, "--copies", "1", "--swap-labels", "cat=dog", "--originals", "copy")
    found = {one["source"]: one["file"] for one in records(out) if one["copy"]}
    labels = {one["file"]: one["label"] for one in records(out)}
    assert found["train/dog/a.jpg"].startswith("train/cat/a~")
    assert labels[found["train/dog/a.jpg"]] == "cat"
    assert labels.keys() >= CARRIED
    assert run("verify", out, data, "--deep").code == 0
    refused = run("expand", data, tmp_path / "no", *flags, "--swap-labels", "train=Val")
    assert_refused(refused, "has no class")


def test_advice_is_on_the_classes_below_train(tmp_path: Path) -> None:
    for split in ("train", "test"):
        for side in ("left", "right"):
            save(tmp_path / "data" / split / side / "a.png", photo(1, 8, 8))
    flags = ("--horizontal-flip", "--copies", "1")
    assert "left, right" in expand(tmp_path / "data", tmp_path / "out", *flags).stderr


def test_flat_splits_are_carried_over_without_labels(tmp_path: Path) -> None:
    for name in ("train/a.png", "val/b.png"):
        save(tmp_path / "data" / name, photo(1, 8, 8))
    doubt = expand(tmp_path / "data", tmp_path / "classes", *FLAGS).stderr
    assert "if they are splits" in doubt
    assert "--flat" in doubt
    expand(tmp_path / "data", tmp_path / "out", *FLAGS, "--flat")
    found = {one["file"]: (one["split"], one["label"]) for one in records(tmp_path / "out")}
    assert found["val/b.png"] == ("val", "")
    assert found.keys() == {"train/a_aug001.png", "train/a_aug002.png", "val/b.png"}


def test_a_preview_shows_the_classes_of_train(data: Path, tmp_path: Path) -> None:
    result = run("preview", data, "--rotation", "9", "--html", tmp_path / "page.html")
    assert result.code == 0
    assert "train (3 images) is shown" in result.stderr
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "cat (2 images)" in page
    assert "Val" not in page
    result = run("preview", data, "--splits", "classes", "-o", tmp_path / "all.png")
    assert result.code == 0
    assert "splits:" not in result.stderr


def test_overwrite_removes_what_a_killed_run_with_another_choice_left(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(data, out, *FLAGS, "--splits", "classes")
    (out / "manifest.jsonl").unlink()
    (out / "augcli.json").write_text(json.dumps(run_file(out) | {"totals": None}), "utf-8")
    expand(data, out, *FLAGS, "--overwrite")
    assert outputs(out).keys() == COPIES | CARRIED


def test_images_to_test_with_alone_are_told_to_be_taken_for_a_class(tmp_path: Path) -> None:
    for name in ("far/cat/a.png", "data/val/cat/b.png"):
        save(tmp_path / name, photo(1, 8, 8))
    (tmp_path / "data" / "train").symlink_to(tmp_path / "far")
    result = run("expand", tmp_path / "data", tmp_path / "out", *FLAGS)
    assert result.code == 3  # a linked folder is left out
    assert "folders: val holds folders, as a split does, but no images for" in result.stderr
    followed = expand(tmp_path / "data", tmp_path / "two", *FLAGS, "--follow-links")
    assert "carried over without copies: val (1 image)" in followed.stderr
