"""Which folders may be expanded into: the same run again, more copies, other settings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import (
    OWN_FILES,
    assert_refused,
    expand,
    outputs,
    records,
    run,
    run_file,
    stamps,
    stamps_but_run_file,
    tree,
)

FLAGS = ("--rotation", "15", "--seed", "3")


@pytest.fixture(scope="module")
def earlier(two_images: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An expansion into 3 copies; tests that change it take a copy of it."""
    out = tmp_path_factory.mktemp("earlier") / "out"
    expand(two_images, out, "--copies", "3", *FLAGS)
    return out


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "out"))


def test_the_same_command_again_writes_nothing(two_images: Path, out: Path) -> None:
    before = stamps_but_run_file(out), tree(out)
    result = expand(two_images, out, "--copies", "3", *FLAGS)
    assert (stamps_but_run_file(out), tree(out)) == before
    assert "nothing to write" in result.stdout


def test_more_copies_add_only_what_is_missing(two_images: Path, out: Path, tmp_path: Path) -> None:
    before = {path: out.joinpath(path).stat().st_mtime_ns for path in outputs(out)}
    result = expand(two_images, out, "--copies", "5", "--json", *FLAGS)
    assert result.json["written"] == 4
    assert {path: out.joinpath(path).stat().st_mtime_ns for path in before} == before
    expand(two_images, tmp_path / "fresh", "--copies", "5", *FLAGS)
    assert tree(out) == tree(tmp_path / "fresh")


def test_what_was_lost_is_made_again(two_images: Path, earlier: Path, out: Path) -> None:
    (out / "hat" / "a_aug002.jpg").unlink()
    (out / "shoe" / "b_aug001.png").write_bytes(b"cut short")
    expand(two_images, out, "--copies", "3", *FLAGS)
    assert tree(out) == tree(earlier)


def test_a_run_that_was_killed_is_finished(two_images: Path, earlier: Path, out: Path) -> None:
    lines = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join(lines[:2]) + lines[2][:50])
    run = run_file(out) | {"totals": None}
    (out / "augcli.json").write_text(json.dumps(run), "utf-8")
    (out / "shoe" / ".augcli-tmp-1").write_bytes(b"half")
    expand(two_images, out, "--copies", "3", *FLAGS)
    assert tree(out) == tree(earlier)


def test_new_sources_are_added(two_images: Path, out: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(two_images, data)
    save(data / "hat" / "new.jpg", photo(9))
    before = outputs(out)
    expand(data, out, "--copies", "3", *FLAGS)
    after = outputs(out)
    assert after.keys() - before.keys() == {f"hat/new_aug00{k}.jpg" for k in (1, 2, 3)}
    assert {name: after[name] for name in before} == before


def test_fewer_copies_are_refused(two_images: Path, out: Path) -> None:
    before = stamps(out)
    result = run("expand", two_images, out, "--copies", "2", *FLAGS)
    assert_refused(result, "3 copies", "--copies 2")
    assert "--prune" in result.stderr.splitlines()[1]
    assert stamps(out) == before


def test_prune_takes_the_higher_copies_away(two_images: Path, out: Path, tmp_path: Path) -> None:
    fewer = ("--copies", "2", *FLAGS, "--prune")
    before = stamps(out)
    dry = expand(two_images, out, *fewer, "--dry-run")
    assert "2 outputs" in dry.stderr
    assert "hat/a_aug003.jpg (would be removed)" in dry.stderr
    assert stamps(out) == before
    result = expand(two_images, out, *fewer)
    assert "such as hat/a_aug003.jpg (removed)" in result.stderr
    expand(two_images, tmp_path / "fresh", "--copies", "2", *FLAGS)
    assert tree(out) == tree(tmp_path / "fresh")
    assert run("verify", out, two_images, "--deep").code == 0
    assert "nothing to write" in expand(two_images, out, "--copies", "2", *FLAGS).stdout


@pytest.mark.parametrize("flags", [(), ("--prune",), ("--dry-run",)])
def test_another_dataset_is_refused(out: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    save(tmp_path / "other" / "coat" / "z.jpg", photo(5))
    before = stamps(out)
    result = run("expand", tmp_path / "other", out, "--copies", "3", *FLAGS, *flags)
    assert_refused(result, "another dataset", "none of its 2 sources", "hat/a.jpg")
    assert "another folder" in result.stderr
    assert "--overwrite" in result.stderr
    assert stamps(out) == before


def test_overwrite_takes_another_dataset(out: Path, tmp_path: Path) -> None:
    save(tmp_path / "other" / "coat" / "z.jpg", photo(5))
    expand(tmp_path / "other", out, "--copies", "1", *FLAGS, "--overwrite")
    assert outputs(out).keys() == {"coat/z_aug001.jpg"}


def test_what_is_left_of_a_dataset_that_changed_in_part_is_told(
    two_images: Path, out: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(two_images, data)
    (data / "hat" / "a.jpg").rename(data / "hat" / "b.jpg")
    for flags, what in (((), "kept; --prune removes them"), (("--prune",), "removed")):
        result = expand(data, out, "--copies", "3", *FLAGS, *flags)
        assert (
            f"stale: 3 outputs whose source is gone or gives no such copy now, such as "
            f"hat/a_aug001.jpg ({what})" in result.stderr
        )
    assert run("verify", out).code == 0


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (("--rotation", "15", "--seed", "4"), ("seed", "3", "4")),
        (("--rotation", "16", "--seed", "3"), ("rotation", "15", "16")),
        (("--zoom", "0.1", "--seed", "3"), ("rotation", "zoom")),
        ((*FLAGS, "--chance", "rotation=0.5"), ("rotation", "chance", "0.5")),
        ((*FLAGS, "--format", "webp"), ("format", "same", "webp")),
        ((*FLAGS, "--size", "20x20"), ("size", "20x20")),
        ((*FLAGS, "--quality", "80"), ("quality", "90", "80")),
        ((*FLAGS, "--fill-mode", "wrap"), ("fill_mode", "nearest", "wrap")),
        ((*FLAGS, "--originals", "copy"), ("originals", "none", "copy")),
    ],
)
def test_other_settings_are_refused_with_the_difference_named(
    two_images: Path, out: Path, flags: tuple[str, ...], named: tuple[str, ...]
) -> None:
    before = stamps(out)
    result = run("expand", two_images, out, "--copies", "3", *flags, cwd=out)
    assert_refused(result, *named)
    assert "--overwrite" in result.stderr
    assert stamps(out) == before


def test_overwrite_starts_anew_and_removes_only_files_of_its_own(
    two_images: Path, out: Path, tmp_path: Path
) -> None:
    strangers = {"mine.txt": b"1", "hat/mine.jpg": b"2", "own/a_aug001.jpg": b"3"}
    (out / "own").mkdir()
    for name, data in strangers.items():
        (out / name).write_bytes(data)
    flags = ("--copies", "2", "--rotation", "40", "--format", "png")
    expand(two_images, out, "--overwrite", *flags)
    fresh = tmp_path / "fresh"
    expand(two_images, fresh, *flags)
    assert tree(out) == tree(fresh) | strangers | {"own/": b""}


def test_overwrite_leaves_no_empty_folders_of_classes_that_are_gone(
    two_images: Path, out: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(two_images / "hat", data / "cap")
    expand(data, out, "--overwrite", "--copies", "1", *FLAGS)
    assert tree(out).keys() == {"cap/", "cap/a_aug001.jpg", *OWN_FILES}


def test_overwrite_of_what_augcli_did_not_write_is_refused(
    two_images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    save(out / "precious.jpg", photo())
    before = stamps(out)
    for flags in ((), ("--overwrite",)):
        result = run("expand", two_images, out, *flags, *FLAGS)
        assert_refused(result, str(out), "not empty")
        assert stamps(out) == before


def test_a_manifest_that_points_outside_removes_nothing_there(
    two_images: Path, out: Path, tmp_path: Path
) -> None:
    stranger = tmp_path / "precious.jpg"
    stranger.write_bytes(b"mine")
    evil = records(out)[0]
    with (out / "manifest.jsonl").open("a", encoding="utf-8") as stream:
        for file in ("../precious.jpg", str(stranger)):
            stream.write(json.dumps(evil | {"file": file}) + "\n")
    expand(two_images, out, "--overwrite", "--copies", "1", *FLAGS)
    assert stranger.read_bytes() == b"mine"


def test_a_damaged_run_file_is_refused(two_images: Path, out: Path) -> None:
    for text in ("{", "[]", '{"settings": 3}'):
        (out / "augcli.json").write_text(text, "utf-8")
        assert_refused(run("expand", two_images, out, *FLAGS), "augcli.json", "damaged")


def test_a_dry_run_of_what_is_there_has_nothing_to_make(two_images: Path, out: Path) -> None:
    before = stamps(out)
    found = expand(two_images, out, "--copies", "4", "--dry-run", "--json", *FLAGS).json
    assert (found["sources"], found["copies"], found["written"]) == (2, 8, 2)
    assert stamps(out) == before
