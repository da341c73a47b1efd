"""``expand --shard-count`` into class folders: the manifest is in shards, each with a marker."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, run, run_file, stamps_but_run_file, tree
from .sharded import TURN, images, lines_in, make_data

THREE = ("--shard-count", "3")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, and what is made of it with one manifest and in shards; tests only read it."""
    folder = tmp_path_factory.mktemp("manifest")
    data = make_data(folder / "data", hat=7, shoe=5)
    expand(data, folder / "one", *TURN)
    expand(data, folder / "out", *TURN, *THREE)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "data", tmp_path / "data"))


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


def assert_as_new(data: Path, out: Path, *flags: str) -> None:
    """Check that OUT is what a run into an empty folder makes of the dataset."""
    run("expand", data, out.with_name("fresh"), *THREE, *(flags or TURN))
    assert tree(out) == tree(out.with_name("fresh"))


def shard_of(source: str) -> str:
    """Return the name of the shard of a source, as the documentation describes it."""
    number = int.from_bytes(hashlib.sha256(source.encode()).digest()) % 3
    return f"manifest-{number:05d}"


def changed(out: Path, before: dict[str, bytes]) -> set[str]:
    """Return the shards of OUT whose records or markers are not as they were."""
    now = tree(out)
    names = {name for name in {*now, *before} if now.get(name) != before.get(name)}
    return {name.partition(".")[0] for name in names if name.startswith("manifest-")}


def test_all_is_as_with_one_manifest_but_the_records_are_in_shards(made: Path) -> None:
    out, one = made / "out", made / "one"
    assert images(out) == images(one)
    found = lines_in(out)
    whole = lines_in(one)["manifest.jsonl"]
    assert sorted(line for of in found.values() for line in of) == sorted(whole)
    for name, lines in found.items():
        records = [json.loads(line) for line in lines]
        assert [one["file"] for one in records] == sorted(one["file"] for one in records)
        assert {f"{shard_of(one['source'])}.jsonl.zst" for one in records} == {name}
        marker = json.loads((out / name).with_name(f"{name.partition('.')[0]}.json").read_bytes())
        assert marker["samples"] == len(lines)
        data = b"".join(line + b"\n" for line in lines)
        assert marker["records_sha256"] == hashlib.sha256(data).hexdigest()
    settings = run_file(out)["settings"]
    assert (settings["layout"], settings["shard_count"]) == ("folder", 3)
    beside = {"augcli.json", "skipped.jsonl", "hat/", "shoe/"}
    shards = {f"manifest-0000{n}.{end}" for n in range(3) for end in ("json", "jsonl.zst")}
    assert tree(out).keys() - images(out).keys() == (beside | shards) - {"hat/", "shoe/"}


def test_a_rerun_starts_no_worker_to_find_out_what_can_be_mixed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = ("--copies", "1", "--mixup", "0.4")
    expand(data, tmp_path / "out", *flags, *THREE)
    before = tree(tmp_path / "out")
    monkeypatch.setattr("augcli.engines.local.LocalEngine.run", None)
    assert expand(data, tmp_path / "out", *flags, "--json").json["written"] == 0
    assert tree(tmp_path / "out") == before


def test_a_rerun_reads_markers_and_verify_compares_bytes(data: Path, out: Path) -> None:
    before = tree(out)
    spoilt, lost = out / "hat" / "3_aug001.png", out / "shoe" / "0_aug002.png"
    spoilt.write_bytes(bytes(spoilt.stat().st_size))
    lost.unlink()
    assert expand(data, out, *TURN, "--json").json["written"] == 0
    assert run("verify", out).code == 3
    assert expand(data, out, *TURN, "--verify", "--json").json["written"] == 2
    assert tree(out) == before


@pytest.mark.parametrize("lost", ["manifest-00001.json", "manifest-00001.jsonl.zst"])
def test_a_shard_without_marker_or_records_is_made_again(data: Path, out: Path, lost: str) -> None:
    before, stamps = tree(out), stamps_but_run_file(out)
    (out / lost).unlink()
    assert run("verify", out).code == 3
    written = expand(data, out, *TURN, "--json").json["written"]
    assert (written > 0) == lost.endswith("zst")  # records tell which images are in place
    assert tree(out) == before
    kept = str(out / "manifest-00000.jsonl.zst")
    assert stamps_but_run_file(out)[kept] == stamps[kept]


def test_more_copies_leave_the_others_alone_and_fewer_need_prune(data: Path, out: Path) -> None:
    before, stamps = tree(out), stamps_but_run_file(out)
    more = ("--copies", "3", "--rotation", "20")
    dry = run("expand", data, out, *more, "--dry-run", "--json").json
    assert expand(data, out, *more, "--json").json["written"] == dry["written"] == 12
    now = stamps_but_run_file(out)
    assert {name: now[name] for name in stamps if name.endswith(".png")} == {
        name: stamp for name, stamp in stamps.items() if name.endswith(".png")
    }
    assert_as_new(data, out, *more)
    assert_refused(run("expand", data, out, *TURN), "3 copies")
    pruned = expand(data, out, *TURN, "--prune", "--json").json
    assert (pruned["written"], len(pruned["removed"])) == (0, 12)
    assert tree(out) == before


def test_a_source_that_comes_changes_or_goes_concerns_its_own_shard(data: Path, out: Path) -> None:
    before = tree(out)
    save(data / "hat" / "new.png", photo(50))
    assert expand(data, out, *TURN, "--json").json["written"] == 2
    assert changed(out, before) == {shard_of("hat/new.png")}
    assert_as_new(data, out)
    save(data / "hat" / "new.png", photo(51))
    assert expand(data, out, *TURN, "--json").json["written"] == 2
    (data / "hat" / "new.png").unlink()
    edited = out / "hat" / "new_aug002.png"
    edited.write_bytes(edited.read_bytes() + b"!")
    files = ["hat/new_aug001.png", "hat/new_aug002.png"]
    dry = run("expand", data, out, *TURN, "--dry-run", "--json").json
    told = [expand(data, out, *TURN, "--json").json for _ in range(2)]
    assert [one["stale"] for one in (dry, *told)] == [files] * 3
    assert all((out / file).exists() for file in files)
    pruned = expand(data, out, *TURN, "--prune", "--json").json
    assert (pruned["removed"], pruned["stale"]) == (files[:1], files)
    assert edited.exists()
    edited.unlink()
    assert expand(data, out, *TURN, "--prune", "--json").json["removed"] == files[1:]
    assert tree(out) == before


def test_a_name_that_another_source_takes_over_is_not_pruned(tmp_path: Path) -> None:
    """Their names differ in the ending alone, so they may be in different shards."""
    data, out = tmp_path / "data", tmp_path / "out"
    names = [f"{letter}.{end}" for letter in "abcdef" for end in ("png", "bmp")]
    png, bmp = names[::2], names[1::2]
    assert {shard_of(f"hat/{name}") for name in png} == {shard_of("hat/" + n) for n in names}
    flags = ("--copies", "3", "--format", "png", "--prune", "--json")
    for turn, there in enumerate((png, bmp)):
        shutil.rmtree(data, ignore_errors=True)
        save(data / "cat" / "a.jpg", photo(99, 12, 9))  # so that it is the same dataset
        for seed, name in enumerate(there):
            save(data / "hat" / name, photo(seed + 10 * turn, 12, 9))
        found = expand(data, out, *flags, *THREE).json
        assert (found["written"], found["stale"]) == (21 - 3 * turn, [])
        assert run("verify", out, data, "--deep").code == 0
    assert_as_new(data, out, *flags)


def test_a_damaged_source_keeps_its_old_copies_until_pruned(data: Path, out: Path) -> None:
    before, path = tree(out), data / "hat" / "3.png"
    whole = path.read_bytes()
    path.write_bytes(whole[:200])
    files = ["hat/3_aug001.png", "hat/3_aug002.png"]
    for _ in range(2):
        result = run("expand", data, out, *TURN, "--json")
        assert (result.code, result.json["stale"]) == (3, files)
        assert run("verify", out).code == 0
    path.write_bytes(whole)
    expand(data, out, *TURN)
    assert tree(out) == before
    path.write_bytes(whole[:200])
    assert run("expand", data, out, *TURN, "--prune", "--json").json["removed"] == files
    assert_as_new(data, out)


def test_an_out_stays_as_it_was_begun(data: Path, out: Path, made: Path, tmp_path: Path) -> None:
    assert_refused(run("expand", data, out, *TURN, "--shard-count", "4"), "shard_count was 3")
    one = Path(shutil.copytree(made / "one", tmp_path / "one"))
    assert_refused(run("expand", data, one, *TURN, *THREE), "shard_count was null, now 3")
    for folder, flags, like in ((out, (), "one"), (one, THREE, "out")):
        expand(data, folder, *TURN, "--overwrite", *flags)
        assert tree(folder) == tree(made / like)


def test_many_files_are_put_into_shards_whose_number_is_fixed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("augcli.expansion.request.sharding._ONE_MANIFEST", 24)
    out = tmp_path / "new"
    expand(data, out, *TURN)
    assert (out / "manifest.jsonl").exists()
    expand(data, out, "--copies", "3", "--rotation", "20")  # it was begun with one manifest
    assert not lines_in(out).keys() - {"manifest.jsonl"}
    expand(data, out, "--copies", "3", "--rotation", "20", "--overwrite")
    assert run_file(out)["settings"]["shard_count"] == 12  # as many as there are sources
    assert not (out / "manifest.jsonl").exists()
    save(data / "hat" / "new.png", photo(50))
    expand(data, out, "--copies", "3", "--rotation", "20")
    assert run_file(out)["settings"]["shard_count"] == 12


def test_other_commands_read_the_records_of_all_shards(made: Path, tmp_path: Path) -> None:
    out, data = made / "out", made / "data"
    assert run("verify", out, "--json").json["files"] == 24
    moved = tmp_path / "moved"
    found = run("replay", out, "--all", "--data", data, "-o", moved, "--json").json
    assert (found["made"], found["problems"]) == (24, [])
    assert images(moved) == images(out)
    copy = Path(shutil.copytree(out, tmp_path / "out"))
    (copy / "shoe" / "1_aug002.png").unlink()
    run("replay", copy, "shoe/1_aug002.png", "--data", data)
    assert tree(copy) == tree(out)
    told, whole = (run("inspect", one, "--json").json for one in (out, made / "one"))
    assert told["drawn"] == whole["drawn"]
    sides = [tmp_path / "train", tmp_path / "val"]
    for number, side in enumerate(sides, 1):
        (side / "hat").mkdir(parents=True)
        shutil.copy(out / "hat" / f"3_aug00{number}.png", side / "hat" / f"{number}.png")
    result = run("check-leak", *sides, "--manifest", out, "--json")
    assert [one["kind"] for one in result.json["pairs"]] == ["source"]
    assert_refused(run("expand", out, tmp_path / "again", *TURN), "is an OUT of augcli")


def test_what_differs_from_the_records_is_told(out: Path) -> None:
    shard = out / "manifest-00001.jsonl.zst"
    shard.write_bytes(shard.read_bytes()[:-30])
    (out / "manifest-00002.json").write_text("[]")
    (out / "hat" / "odd.png").write_bytes(b"")
    found = run("verify", out, "--json").json["differences"]
    kinds = {(one["file"], one["kind"]) for one in found}
    assert {
        ("manifest-00001.jsonl.zst", "records"),
        ("manifest-00002.json", "marker"),
        ("hat/odd.png", "stranger"),
    } <= kinds
