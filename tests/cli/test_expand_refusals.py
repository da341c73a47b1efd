"""Expansions that are refused before any work because of DATA or OUT."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, records, run, skipped, stamps, tree

FLAG = ("--rotation", "5")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a dataset ``data`` and all that could be mistaken for one."""
    save(tmp_path / "data" / "hat" / "a.jpg", photo())
    save(tmp_path / "unsorted" / "a.jpg", photo())
    (tmp_path / "empty").mkdir()
    (tmp_path / "hollow" / "hat").mkdir(parents=True)
    (tmp_path / "texts" / "hat").mkdir(parents=True)
    (tmp_path / "texts" / "hat" / "a.txt").write_text("text", "utf-8")
    (tmp_path / "file.txt").write_text("text", "utf-8")
    with contextlib.suppress(OSError):  # Windows asks for a privilege
        (tmp_path / "alias").symlink_to("data", target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize(
    ("data", "out", "named"),
    [
        ("missing", "out", ("missing", "does not exist")),
        ("file.txt", "out", ("file.txt", "is a file")),
        ("data/hat/a.jpg", "out", ("data/hat/a.jpg", "is a file")),
        ("empty", "out", ("empty", "no images")),
        ("hollow", "out", ("hollow", "no images")),
        ("texts", "out", ("texts", "no images")),
        ("unsorted", "out", ("unsorted", "no class folders")),
        ("data/hat", "out", ("data/hat", "no class folders")),
        ("data", "data", ("data", "is the dataset itself")),
        ("data", "./data/../data", ("is the dataset itself",)),
        ("data", "alias", ("alias", "is the dataset itself")),
        ("data", "data/out", ("data/out", "inside the dataset")),
        ("data", "alias/new/out", ("alias/new/out", "inside the dataset")),
        ("data", ".", (".", "holds the dataset")),
        ("data", "..", ("..", "holds the dataset")),
        ("data", "file.txt", ("file.txt", "is a file")),
        ("data", "file.txt/out", ("file.txt",)),
        ("data", "file.txt/deep/out", ("file.txt",)),
        ("data", "unsorted", ("unsorted", "not empty")),
    ],
)
def test_unsuitable_data_or_out_is_refused_with_nothing_written(
    here: Path, data: str, out: str, named: tuple[str, ...]
) -> None:
    if out.startswith("alias") and not (here / "alias").is_symlink():
        pytest.skip("no symbolic links here")
    before = tree(here), stamps(here)
    assert_refused(run("expand", data, out, *FLAG, cwd=here), *named)
    assert (tree(here), stamps(here)) == before


@pytest.mark.parametrize(
    ("data", "out"), [("missing", "out"), ("data", "data/out"), ("data", "unsorted")]
)
def test_a_dry_run_refuses_what_the_run_would_refuse(here: Path, data: str, out: str) -> None:
    dry = run("expand", data, out, *FLAG, "--dry-run", cwd=here)
    assert_refused(dry)
    assert dry == run("expand", data, out, *FLAG, cwd=here)


def test_images_without_classes_are_refused_with_a_hint_at_flat(here: Path) -> None:
    result = run("expand", "unsorted", "out", *FLAG, cwd=here)
    assert "--flat" in result.stderr.splitlines()[1]


def test_flat_takes_images_without_classes(here: Path) -> None:
    save(here / "unsorted" / "below" / "b.png", photo())
    expand(here / "unsorted", here / "out", *FLAG, "--flat", "--copies", "1")
    found = {record["file"]: record["label"] for record in records(here / "out")}
    assert found == {"a_aug001.jpg": "", "below/b_aug001.png": ""}


def test_out_may_be_an_empty_folder(here: Path) -> None:
    expand(here / "data", here / "empty", *FLAG, "--copies", "1")
    assert (here / "empty" / "hat" / "a_aug001.jpg").is_file()


def test_a_link_to_a_file_inside_is_read_and_any_other_is_reported(here: Path) -> None:
    if not (here / "alias").is_symlink():
        pytest.skip("no symbolic links here")
    (here / "data" / "hat" / "loop").symlink_to("../../data")
    (here / "data" / "hat" / "outside.jpg").symlink_to(here / "unsorted" / "a.jpg")
    (here / "data" / "hat" / "inside.jpg").symlink_to("a.jpg")
    (here / "data" / "hat" / "dangling.jpg").symlink_to("gone.jpg")
    result = run("expand", here / "data", here / "out", *FLAG, "--copies", "1")
    assert result.code == 3
    assert [record["source"] for record in records(here / "out")] == ["hat/a.jpg", "hat/inside.jpg"]
    assert [(record["source"], record["status"]) for record in skipped(here / "out")] == [
        ("hat/dangling.jpg", "skipped"),
        ("hat/outside.jpg", "skipped"),
    ]
    assert "passed over (a linked folder: --follow-links takes what is in it): 1 entry" in (
        result.stderr
    )
    assert "leads out of the dataset: --follow-links takes it" in result.stderr


def test_an_out_of_an_earlier_version_is_refused_with_the_way_out(here: Path) -> None:
    expand(here / "data", here / "out", *FLAG, "--copies", "1")
    path = here / "out" / "augcli.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"version": "0.1.0"}), "utf-8")
    before = tree(here), stamps(here)
    result = run("expand", "data", "out", *FLAG, "--copies", "1", cwd=here)
    assert_refused(result, 'version was "0.1.0", now')
    assert "another folder for OUT" in result.stderr
    assert "--overwrite" in result.stderr
    assert (tree(here), stamps(here)) == before


@pytest.mark.parametrize("place", ["data/coat", "data/coat/more", "unsorted/more"])
def test_a_dataset_of_linked_folders_alone_is_refused_with_the_flag(here: Path, place: str) -> None:
    if not (here / "alias").is_symlink():
        pytest.skip("no symbolic links here")
    (here / "elsewhere").mkdir()
    (here / "data").rename(here / "elsewhere" / "hat")
    (here / "unsorted" / "a.jpg").unlink()
    (here / place).parent.mkdir(parents=True, exist_ok=True)
    (here / place).symlink_to(here / "elsewhere" / "hat", target_is_directory=True)
    data = place.partition("/")[0]
    flags = (*FLAG, *(["--flat"] if data == "unsorted" else []), "--copies", "1")
    result = run("expand", data, "out", *flags, cwd=here)
    assert_refused(result, "no images", "a linked folder")
    assert "--follow-links" in result.stderr
    assert not (here / "out").exists()
    followed = run("expand", data, "out", *flags, "--follow-links", cwd=here)
    assert followed.code == 0, followed.stderr


def test_a_dataset_that_augcli_made_is_refused_unless_again(here: Path) -> None:
    expand(here / "data", here / "out", *FLAG, "--copies", "1")
    save(here / "all" / "cup" / "b.jpg", photo(2))
    (here / "all" / "made").symlink_to(here / "out", target_is_directory=True)
    for data in ("out", "out/hat", "all"):
        flags = ("--flat",) if data == "out/hat" else ()
        result = run("expand", data, "again", *FLAG, *flags, cwd=here)
        assert_refused(result, "an OUT of augcli")
        assert "--again" in result.stderr
        assert not (here / "again").exists()
    expand(here / "out", here / "again", *FLAG, "--copies", "1", "--again")
    assert (here / "again" / "hat" / "a_aug001_aug001.jpg").is_file()


def test_a_file_of_the_name_of_the_run_file_makes_no_out(here: Path) -> None:
    (here / "data" / "augcli.json").write_text('{"my": "notes"}', "utf-8")
    expand(here / "data", here / "out", *FLAG, "--copies", "1")
