"""A run into shards that is repeated, continued or done after a change of the dataset."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import expand, run, run_file, skipped, stamps_but_run_file, tree
from .sharded import SHARDS, TURN, index, make_data, samples


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_data(tmp_path / "data", hat=7, shoe=5)


@pytest.fixture
def out(data: Path, tmp_path: Path) -> Path:
    expand(data, tmp_path / "out", *TURN, *SHARDS)
    return tmp_path / "out"


def changed(out: Path, before: dict[str, bytes]) -> set[str]:
    """Return the shards of OUT that are not as they were."""
    now = tree(out)
    names = {name for name in {*now, *before} if name.endswith(".tar")}
    return {name for name in names if now.get(name) != before.get(name)}


def assert_as_new(data: Path, out: Path, *flags: str) -> None:
    """Check that OUT is what a run into an empty folder makes of the dataset."""
    run("expand", data, out.with_name("fresh"), *TURN, *SHARDS, *flags)
    assert tree(out) == tree(out.with_name("fresh"))


def test_a_finished_run_has_nothing_to_do(data: Path, out: Path) -> None:
    before = stamps_but_run_file(out)
    result = expand(data, out, *TURN, *SHARDS, "--json")
    assert (result.json["written"], result.json["copies"], result.json["shards"]) == (0, 24, 3)
    assert stamps_but_run_file(out) == before


@pytest.mark.parametrize("lost", ["train-000001.tar", "index/train-000001.json"])
def test_only_a_shard_that_is_not_there_is_made(data: Path, out: Path, lost: str) -> None:
    before, stamps = tree(out), stamps_but_run_file(out)
    (out / lost).unlink()
    assert expand(data, out, *TURN, *SHARDS, "--json").json["written"] > 0
    assert tree(out) == before
    kept = str(out / "train-000000.tar")
    assert stamps_but_run_file(out)[kept] == stamps[kept]


def test_verify_makes_a_shard_again_whose_content_differs(data: Path, out: Path) -> None:
    before = tree(out)
    shard = out / "train-000002.tar"
    shard.write_bytes(bytes(600) + shard.read_bytes()[600:])
    assert run("verify", out).code == 3
    assert expand(data, out, *TURN, *SHARDS, "--json").json["written"] == 0
    expand(data, out, *TURN, *SHARDS, "--verify")
    assert tree(out) == before
    assert run("verify", out, data, "--deep").code == 0


def test_a_photo_more_or_less_concerns_its_own_shard_alone(data: Path, out: Path) -> None:
    before = tree(out)
    save(data / "hat" / "new.png", photo(50))
    expand(data, out, *TURN, *SHARDS)
    assert len(changed(out, before)) == 1
    assert_as_new(data, out)
    (data / "hat" / "new.png").unlink()
    expand(data, out, *TURN, *SHARDS)
    assert tree(out) == before


def test_a_photo_that_changes_concerns_its_own_shard_alone(data: Path, out: Path) -> None:
    before = tree(out)
    save(data / "shoe" / "2.png", photo(51))
    expand(data, out, *TURN, *SHARDS)
    assert len(changed(out, before)) == 1
    assert_as_new(data, out)


def test_a_partner_that_changes_concerns_all_shards(data: Path, tmp_path: Path) -> None:
    flags, out = ("--mixup", "0.4"), tmp_path / "out"
    expand(data, out, *TURN, *SHARDS, *flags)
    assert expand(data, out, *TURN, *SHARDS, *flags, "--json").json["written"] == 0
    save(data / "shoe" / "2.png", photo(52))
    expand(data, out, *TURN, *SHARDS, *flags)
    assert_as_new(data, out, *flags)
    (data / "hat" / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("expand", data, out, *TURN, *SHARDS, *flags).code == 3
    assert_as_new(data, out, *flags)
    assert run("expand", data, out, *TURN, *SHARDS, *flags, "--json").json["written"] == 0


def test_a_photo_that_was_mended_gets_its_copies(data: Path, out: Path) -> None:
    before, photo_path = tree(out), data / "hat" / "3.png"
    whole = photo_path.read_bytes()
    photo_path.write_bytes(whole[:200])
    for written in (True, False):
        result = run("expand", data, out, *TURN, *SHARDS, "--json")
        assert (result.code, bool(result.json["written"])) == (3, written)
        assert [one["source"] for one in skipped(out)] == ["hat/3.png"]
        assert result.json["copies"] == 22
    photo_path.write_bytes(whole)
    expand(data, out, *TURN, *SHARDS)
    assert tree(out) == before


def test_a_limit_that_is_raised_lets_photos_in(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("expand", data, out, *TURN, *SHARDS, "--max-pixels", "100").code == 3
    assert samples(out) == {}
    expand(data, out, *TURN, *SHARDS)
    assert_as_new(data, out)


def test_a_target_is_met_although_a_photo_is_damaged(data: Path, tmp_path: Path) -> None:
    (data / "shoe" / "2.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    out, flags = tmp_path / "out", ("--target-per-class", "20", "--rotation", "9", *SHARDS)
    for is_first in (True, False):
        result = run("expand", data, out, *flags, "--json")
        assert (result.code, result.json["copies"]) == (3, 40)
        assert bool(result.json["written"]) == is_first
    assert run("expand", data, tmp_path / "fresh", *flags).code == 3
    assert tree(out) == tree(tmp_path / "fresh")


def test_shards_that_are_left_over_are_removed(data: Path, tmp_path: Path) -> None:
    flags, out = (*TURN, "--layout", "webdataset", "--shard-size", "1MB"), tmp_path / "out"
    for number in range(4):
        save(data / "hat" / f"large{number}.bmp", photo(number, 900, 700))
    expand(data, out, *flags)
    shards = len(index(out)["shards"])
    for number in range(4):
        (data / "hat" / f"large{number}.bmp").unlink()
    result = expand(data, out, *flags, "--json").json
    assert len(result["removed"]) == shards - 1
    expand(data, tmp_path / "fresh", *flags)
    assert tree(out) == tree(tmp_path / "fresh")


def test_more_copies_are_made_and_fewer_are_refused_without_prune(data: Path, out: Path) -> None:
    more = ("--copies", "3", "--rotation", "20", *SHARDS)
    before = tree(out)
    expand(data, out, *more)
    assert len(samples(out)) == 36
    assert run("expand", data, out, *TURN, *SHARDS).code == 2
    expand(data, out, *TURN, *SHARDS, "--prune")
    assert tree(out) == before


@pytest.mark.parametrize("first", [SHARDS, ()], ids=["to folders", "to shards"])
def test_another_layout_needs_overwrite(data: Path, tmp_path: Path, first: tuple[str]) -> None:
    then = () if first else SHARDS
    expand(data, tmp_path / "out", *TURN, *first)
    refused = run("expand", data, tmp_path / "out", *TURN, *then)
    assert refused.code == 2
    assert "layout" in refused.stderr
    expand(data, tmp_path / "out", *TURN, *then, "--overwrite")
    expand(data, tmp_path / "fresh", *TURN, *then)
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_strict_stops_and_a_later_run_goes_on(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (data / "hat" / "0.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("expand", data, out, *TURN, *SHARDS, "--strict").code == 3
    assert run_file(out)["totals"] is None
    assert run("expand", data, out, *TURN, *SHARDS).code == 3
    assert_as_new(data, out)


def test_a_dry_run_tells_what_a_run_then_makes(data: Path, out: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    told = run("expand", data, tmp_path / "none", *TURN, *SHARDS, "--dry-run", "--json").json
    assert (told["written"], told["copies"], told["shards"]) == (24, 24, 3)
    assert run("expand", data, out, *TURN, *SHARDS, "--dry-run", "--json").json["written"] == 0
    (out / "train-000001.tar").unlink()
    told = run("expand", data, out, *TURN, *SHARDS, "--dry-run", "--json").json
    made = run("expand", data, out, *TURN, *SHARDS, "--json").json
    assert told["written"] == made["written"] > 0
    assert tree(tmp_path) == before


def test_replay_makes_files_of_a_shard_elsewhere(data: Path, out: Path, tmp_path: Path) -> None:
    chosen = "hat/2_aug001.png"
    result = run("replay", out, chosen, "--data", data, "-o", tmp_path / "one")
    assert result.code == 0, result.stderr
    assert (tmp_path / "one" / chosen).read_bytes() == samples(out)["hat/2_aug001"]["png"]


def test_a_copied_out_can_be_verified_without_its_dataset(out: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(out, tmp_path / "copied"))
    assert run("verify", copied).stdout.startswith("24 images in 3 shards in ")
