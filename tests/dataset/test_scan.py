"""The sources of a dataset: which there are, in which order, and what is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import UsageProblem

FILES = ("hat/b.JPG", "hat/a.png", "hat/sub/c.webp", "cap/z.tif", "hat/.hidden.png", "hat/note.txt")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*FILES, "lone.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1234")
    return tmp_path


def _sources(dataset: Dataset) -> list[Source]:
    return [source for folder in dataset.folders() for source in folder.sources]


def test_sources_are_sorted_within_each_folder_and_labelled_by_their_class(root: Path) -> None:
    found = [(source.name, source.label) for source in _sources(Dataset(root))]
    assert found == [
        ("cap/z.tif", "cap"),
        ("hat/a.png", "hat"),
        ("hat/b.JPG", "hat"),
        ("hat/sub/c.webp", "hat"),
    ]


def test_what_is_passed_over_is_counted_by_reason(root: Path) -> None:
    dataset = Dataset(root)
    for _ in range(2):  # a second listing counts anew
        _sources(dataset)
    assert dataset.passed_over == {
        "hidden": 1,
        "not an image": 1,
        "outside the class folders": 1,
    }


def test_a_flat_dataset_has_its_images_at_the_root_and_no_labels(root: Path) -> None:
    found = _sources(Dataset(root, flat=True))
    assert found[0].name == "lone.png"
    assert {source.label for source in found} == {""}


def test_a_source_knows_the_parts_of_its_name(root: Path) -> None:
    source = _sources(Dataset(root))[-1]
    assert (source.folder, source.stem, source.ending, source.size) == ("hat/sub", "c", "webp", 4)


@pytest.mark.parametrize("flat", [True, False])
def test_a_folder_without_images_is_refused_with_the_way_out(tmp_path: Path, flat: bool) -> None:
    with pytest.raises(UsageProblem) as caught:
        _sources(Dataset(tmp_path, flat=flat))
    assert "IMAGE.jpg" in caught.value.hint


@pytest.mark.parametrize(
    "folder",
    [
        "@eaDir",
        "$RECYCLE.BIN",
        "$Recycle.Bin",
        "lost+found",
        "#recycle",
        "System Volume Information",
        ".ipynb_checkpoints",
        "__pycache__",
        "__MACOSX",
        ".Trash-1000",
        "@Recycle",
        "FOUND.000",
        "RECYCLER",
    ],
)
def test_folders_that_systems_make_are_passed_over_anywhere(root: Path, folder: str) -> None:
    for above in ("", "hat/", "hat/sub/"):
        path = root / f"{above}{folder}" / "inner" / "a.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"1234")
    for flat in (False, True):
        dataset = Dataset(root, flat)
        assert not any(folder in source.name for source in _sources(dataset))
        assert dataset.passed_over["hidden"] == 4
    assert Dataset(root).classes() == ["cap", "hat"]


@pytest.mark.parametrize("name", ["recycler", "@nasa", "recycled", "cache", "$100", "found.dog"])
def test_a_class_may_have_a_name_that_is_only_similar(root: Path, name: str) -> None:
    (root / name).mkdir()
    (root / name / "a.jpg").write_bytes(b"1234")
    assert name in Dataset(root).classes()


def test_files_that_systems_make_count_as_hidden(root: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", "Icon\r"):
        (root / "hat" / name).write_bytes(b"1234")
    (root / "cup").mkdir()
    (root / "cup" / "thumbs.db").write_bytes(b"1234")
    dataset = Dataset(root)
    _sources(dataset)
    assert dataset.passed_over["hidden"] == 5
    assert dataset.classes() == ["cap", "hat"]  # cup holds no file of a person
