"""Replay makes outputs again from the manifest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, tree

COPY = "hat/a_aug001.jpg"


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "here"))


def test_what_is_missing_or_edited_is_put_back_byte_for_byte(here: Path) -> None:
    before = tree(here)
    shutil.rmtree(here / "out" / "shoe")
    (here / "out" / COPY).write_bytes(b"mine")
    result = run("replay", "out", "--data", "data", "--all", "--json", cwd=here)
    assert result.code == 0, result.stderr
    counts = {"made": 4, "in_place": 5, "problems": []}
    assert result.json == {"schema": 1, "folder": "out", **counts}
    assert tree(here) == before


@pytest.mark.parametrize("named", [COPY, f"out/{COPY}", f"../here/out/{COPY}"])
def test_a_file_is_named_as_in_the_manifest_or_by_its_path(here: Path, named: str) -> None:
    before = (here / "out" / COPY).read_bytes()
    for lost in (COPY, "hat/a_aug002.jpg"):
        (here / "out" / lost).unlink()
    result = run("replay", "out", named, "--data", "data", cwd=here)
    assert (result.code, result.stdout) == (0, "1 file made in out\n")
    assert (here / "out" / COPY).read_bytes() == before
    assert not (here / "out" / "hat" / "a_aug002.jpg").exists()


def test_the_same_bytes_come_out_elsewhere_and_the_dataset_is_left_alone(here: Path) -> None:
    before = tree(here)
    result = run("replay", "out", "--all", "--data", "data", "-o", "new/folder", cwd=here)
    assert result.code == 0, result.stderr
    assert outputs(here / "new" / "folder") == outputs(here / "out")
    shutil.rmtree(here / "new")
    assert tree(here) == before


def test_the_originals_that_are_links_are_links_again(here: Path, tmp_path: Path) -> None:
    expand(here / "data", tmp_path / "out", "--horizontal-flip", "--originals", "link")
    before = tree(tmp_path / "out")
    (tmp_path / "out" / "hat" / "a.jpg").unlink()
    assert run("replay", "out", "--all", "--data", "here/data", cwd=tmp_path).code == 0
    assert tree(tmp_path / "out") == before


def test_another_size_and_format_give_what_expand_would(here: Path) -> None:
    otherwise = ("--size", "20x16", "--fit", "contain", "--format", "png")
    still = ("--copies", "2", "--rotation", "40", "--zoom", "0.3", "--brightness", "0.3")
    expand(here / "data", here / "one", *still)
    expand(here / "data", here / "wanted", *still, *otherwise)
    result = run("replay", "one", "--all", "--data", "data", "-o", "got", *otherwise, cwd=here)
    assert result.code == 0, result.stderr
    assert outputs(here / "got") == outputs(here / "wanted")


def test_files_that_would_share_a_name_in_another_format_keep_their_own_endings(
    tmp_path: Path,
) -> None:
    for name in ("a.jpg", "a.png", "b.png"):
        save(tmp_path / "data" / "hat" / name, photo(len(name)))
    expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--horizontal-flip")
    for file in (["hat/a_aug001.jpg"], ["--all"]):
        flags = ("--data", "data", "-o", "new", "--format", "webp")
        assert run("replay", "out", *file, *flags, cwd=tmp_path).code == 0
    wanted = {"hat/a_aug001.jpg.webp", "hat/a_aug001.png.webp", "hat/b_aug001.webp"}
    assert outputs(tmp_path / "new").keys() == wanted


def _edit_source(here: Path) -> None:
    save(here / "data" / "hat" / "b.png", photo(9, 31, 24))


def _lose_source(here: Path) -> None:
    (here / "data" / "hat" / "b.png").unlink()


@pytest.mark.parametrize("harm", [_edit_source, _lose_source])
def test_a_source_that_is_not_what_it_was_is_told_and_its_copies_are_left_out(
    here: Path, harm: object
) -> None:
    """b.png is a partner of a.jpg too."""
    assert callable(harm)
    harm(here)
    result = run("replay", "out", "--all", "--data", "data", "-o", "new", "--json", cwd=here)
    assert result.code == 3
    told = {problem["file"]: problem["text"] for problem in result.json["problems"]}
    mixed = [one["file"] for one in records(here / "out") if "hat/b.png" in one.get("partners", ())]
    assert mixed
    assert told.keys() == {*mixed, "hat/b.png", "hat/b_aug001.png", "hat/b_aug002.png"}
    assert all("hat/b.png" in text for text in told.values())
    assert outputs(here / "new").keys() == outputs(here / "out").keys() - told.keys()


def _with_record(here: Path, **changes: object) -> None:
    lines = (here / "out" / "manifest.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines]
    text = "".join(
        json.dumps({**one, **changes} if one["file"] == COPY else one) + "\n" for one in told
    )
    (here / "out" / "manifest.jsonl").write_text(text)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"sha256": "00" * 32}, "pixels"),
        ({"recipe": [{"transform": "nonesuch"}], "partners": {}}, "recipe"),
        ({"recipe": [{"transform": "rotation"}], "partners": {}}, "recipe"),
        ({"recipe": [{"transform": "rotation", "degrees": "x"}], "partners": {}}, "recipe"),
        ({"recipe": [7], "partners": {}}, "damaged"),
        ({"source": "hat/../../x.jpg"}, "source"),
        ({"file": "hat/../../x_aug001.jpg"}, "name"),
    ],
)
def test_a_record_that_gives_other_bytes_is_told_and_nothing_is_written(
    here: Path, changes: dict[str, object], kind: str
) -> None:
    _with_record(here, **changes)
    (here / "out" / COPY).unlink()
    before = tree(here)
    result = run("replay", "out", "--data", "data", "--all", "--json", cwd=here)
    assert result.code == 3, result
    assert [problem["kind"] for problem in result.json["problems"]] == [kind]
    assert result.stderr == ""
    assert tree(here) == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["out", "--data", "data"], "no output"),
        (["out", COPY], "dataset"),
        (["out", COPY, "--all", "--data", "data"], "--all"),
        (["out", "hat/z_aug001.jpg", "--data", "data"], "hat/z_aug001.jpg"),
        (["data", COPY, "--data", "data"], "data"),
        (["out", COPY, "--data", "nowhere"], "nowhere"),
        (["out", COPY, "--data", "data", "--size", "5x5"], "--size"),
        (["out", COPY, "--data", "data", "--mask", "data/hat/b.png"], "--mask"),
        (["out", COPY, "--data", "data", "-o", "out/new"], "out/new"),
        (["out", COPY, "--data", "data", "-o", "data/new"], "data/new"),
        (["out", COPY, "--data", "data", "-o", "data/hat/b.png"], "data"),
        (["out", COPY, "--data", "data", "-o", "new", "--size", "5x"], "--size"),
        (["out", COPY, "--data", "data", "-o", "new", "--mask", "nowhere"], "nowhere"),
        (["out", "--all", "--data", "data", "-o", "new", "--mask", "data/hat/b.png"], "3 sources"),
        (["out", COPY, "--data", "data", "-o", "n", "--mask", "data", "--format", "jpg"], "format"),
    ],
)
def test_what_cannot_be_replayed_is_refused_before_anything_is_written(
    here: Path, arguments: list[str], named: str
) -> None:
    before = tree(here)
    assert_refused(run("replay", *arguments, cwd=here), named)
    assert tree(here) == before
