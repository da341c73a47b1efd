"""What a run tells of data loaders, and of originals."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand, run

FLAGS = ("--copies", "2", "--rotation", "10")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("hat/a.png", "hat/b.webp", "cap/test_1.jpg"):
        save(tmp_path / "data" / name, photo())
    return tmp_path / "data"


def test_each_loader_that_is_hit_is_told_once(data: Path) -> None:
    told = expand(data, data.parent / "told", *FLAGS).stdout.splitlines()
    told = [line for line in told if line.startswith("loader: ")]
    result = expand(data, data.parent / "out", *FLAGS, "--json")
    assert told == [f"loader: {trap['text']}" for trap in result.json["loaders"]]
    keras, generator, hugging_face, ultralytics = result.json["loaders"]
    assert (keras["read"], keras["files"]) == (4, 6)
    assert keras["text"].endswith("not webp: --format png")
    assert generator["read"] == 4
    assert hugging_face["read"] == 2
    assert "such as cap/test_1_aug001.jpg" in hugging_face["text"]
    assert "at random" in ultralytics["text"]
    again = expand(data, data.parent / "out", *FLAGS, "--json")
    assert again.json["loaders"] == result.json["loaders"]


def test_a_dry_run_tells_the_same(data: Path) -> None:
    dry = run("expand", data, data.parent / "out", *FLAGS, "--dry-run", "--json")
    result = expand(data, data.parent / "out", *FLAGS, "--json")
    assert dry.json["loaders"] == result.json["loaders"]


def test_originals_are_told_where_there_are_none(data: Path) -> None:
    without = expand(data, data.parent / "out", *FLAGS)
    told = "originals: not in OUT; --originals copy puts them beside their copies"
    assert without.stdout.splitlines().count(told) == 1
    with_originals = expand(data, data.parent / "both", *FLAGS, "--originals", "copy")
    assert told not in with_originals.stdout
    with_originals = expand(data, data.parent / "two", *FLAGS, "--originals", "copy", "--json")
    assert with_originals.json["loaders"][0]["files"] == 9


def test_splits_that_loaders_call_otherwise_are_told(tmp_path: Path) -> None:
    for name in ("Train/hat/a.png", "Valid/hat/b.png"):
        save(tmp_path / "data" / name, photo())
    hugging_face, ultralytics = expand(tmp_path / "data", tmp_path / "out", *FLAGS, "--json").json[
        "loaders"
    ]
    assert "all for training, as it knows no split Train, Valid" in hugging_face["text"]
    assert ultralytics["text"].endswith("rename Train to train")


def test_a_run_that_was_stopped_tells_nothing_of_an_out_that_is_not_whole(tmp_path: Path) -> None:
    save(tmp_path / "data" / "Train" / "hat" / "a.webp", photo())
    save(tmp_path / "data" / "Test" / "hat" / "b.webp", photo())
    (tmp_path / "data" / "Train" / "hat" / "bad.jpg").touch()
    out = tmp_path / "out"
    result = run("expand", tmp_path / "data", out, *FLAGS, "--strict", "--workers", "1")
    assert result.code == 3
    assert "loader: " not in result.stdout
    assert "originals: " not in result.stdout


def test_a_quiet_run_tells_nothing(data: Path) -> None:
    result = expand(data, data.parent / "out", *FLAGS, "-q")
    assert (result.stdout, result.stderr) == ("", "")


def test_images_that_are_carried_over_count_once(tmp_path: Path) -> None:
    for name in ("train/hat/a.webp", "val/hat/b.webp"):
        save(tmp_path / "data" / name, photo())
    told = expand(tmp_path / "data", tmp_path / "told", *FLAGS).stdout
    assert "originals: those of train are not in OUT; --originals copy" in told
    result = expand(tmp_path / "data", tmp_path / "out", *FLAGS, "--json")
    assert {trap["files"] for trap in result.json["loaders"]} == {3}
    again = expand(tmp_path / "data", tmp_path / "out", *FLAGS, "--json")
    assert again.json["loaders"] == result.json["loaders"]


@pytest.mark.parametrize("shards", [(), ("--shard-count", "2")])
def test_files_are_counted_once_where_some_make_up_for_a_damaged_one(
    tmp_path: Path, shards: tuple[str, ...]
) -> None:
    for name in (*(f"hat/{number}.png" for number in range(4)), "cap/a.png", "cap/b.png"):
        save(tmp_path / "data" / name, photo())
    (tmp_path / "data" / "cap" / "b.png").write_bytes(b"no png")
    request = ("--balance", "--rotation", "10", "--json", *shards)
    for _ in range(2):
        result = run("expand", tmp_path / "data", tmp_path / "out", *request)
        assert result.code == 3
        files = len([*tmp_path.glob("out/*/*.png")])
        assert {trap["files"] for trap in result.json["loaders"]} == {files}
