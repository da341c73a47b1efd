"""What an image is called is found by looking at the folders above it."""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from augcli.dataset.membership import Membership, membership
from augcli.errors import UsageProblem

RUN_FILE = "augcli.json"


def _tree(root: Path, *files: str) -> Path:
    """Make empty files; looking reads no content."""
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def _called(image: Path | str, **options: Path | bool | None) -> Membership:
    return membership(Path(image), RUN_FILE, **options)  # type: ignore[arg-type]  # of two types


def _in(*stems: str) -> tuple[str, ...]:
    return tuple(f"{stem}.jpg" for stem in stems)


CLASSES = ("data/hat/1.jpg", "data/hat/2.jpg", "data/shoe/1.png")
# What there is, the image, its name, its class, and whether the root is a guess.
CASES = {
    "classes": (CLASSES, "data/hat/1.jpg", "hat/1.jpg", "hat", False),
    "nested under images": (
        (*CLASSES, "data/hat/summer/1.jpg"),
        *("data/hat/summer/1.jpg", "hat/summer/1.jpg", "hat", False),
    ),
    "nested alone": (
        ("data/hat/summer/1.jpg", "data/shoe/1.jpg", "data/coat/2.jpg"),
        *("data/hat/summer/1.jpg", "hat/summer/1.jpg", "hat", False),
    ),
    "all nested": (
        ("data/hat/summer/1.jpg", "data/shoe/summer/1.jpg"),
        *("data/hat/summer/1.jpg", "hat/summer/1.jpg", "hat", True),
    ),
    "nested twice": (
        ("data/hat/a/b/1.jpg", "data/shoe/1.jpg"),
        *("data/hat/a/b/1.jpg", "hat/a/b/1.jpg", "hat", True),
    ),
    "nested among many": (
        ("data/a/x/1.jpg", "data/a/y/1.jpg", "data/b/1.jpg", "data/c/1.jpg", "data/d/1.jpg"),
        *("data/a/x/1.jpg", "a/x/1.jpg", "a", True),
    ),
    "splits": (
        (
            "data/train/hat/1.jpg",
            "data/train/shoe/1.jpg",
            "data/val/hat/1.jpg",
            "data/val/shoe/2.jpg",
        ),
        *("data/train/hat/1.jpg", "train/hat/1.jpg", "hat", True),
    ),
    "splits of one class": (
        ("data/train/hat/1.jpg", "data/val/hat/1.jpg"),
        *("data/train/hat/1.jpg", "train/hat/1.jpg", "hat", True),
    ),
    "splits, nested": (
        (
            "data/train/hat/a/1.jpg",
            "data/train/shoe/1.jpg",
            "data/test/hat/1.jpg",
            "data/test/shoe/2.jpg",
        ),
        *("data/train/hat/a/1.jpg", "train/hat/a/1.jpg", "hat", True),
    ),
    "one class": (("data/hat/1.jpg",), "data/hat/1.jpg", "hat/1.jpg", "hat", True),
    "an empty class": (
        ("data/hat/1.jpg", "data/shoe/.gitkeep"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", True),
    ),
    "a stray image": (
        (*CLASSES, "data/stray.jpg"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", True),
    ),
    "a figure of augcli": (
        (*CLASSES, "data/hat_1_preview.png"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", False),
    ),
    "files of systems": (
        (*CLASSES, "data/@eaDir/1.jpg", "data/.cache/x", "data/labels.csv", "data/Thumbs.db"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", False),
    ),
    "outputs beside": (
        (*CLASSES, f"out/{RUN_FILE}", "out/hat/1_aug001.jpg", "out/shoe/1_aug001.png"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", False),
    ),
    "an output": (
        (f"out/{RUN_FILE}", "out/hat/deep/1_aug001.jpg"),
        *("out/hat/deep/1_aug001.jpg", "hat/deep/1_aug001.jpg", "hat", False),
    ),
    "datasets side by side": (
        (*CLASSES, "flowers/rose/1.jpg", "flowers/tulip/1.jpg"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", False),
    ),
    "the same dataset in another size": (
        (*CLASSES, "small/hat/1.jpg", "small/shoe/1.png"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", False),
    ),
    "a folder of pictures beside": (
        (*CLASSES, "figures/1.jpg"),
        *("data/hat/1.jpg", "hat/1.jpg", "hat", True),
    ),
    "projects with the same folders": (
        ("a/main/out/one/hat/1.jpg", "b/main/x.py", "c/main/y.py", "d/main/z.py"),
        *("a/main/out/one/hat/1.jpg", "hat/1.jpg", "hat", True),
    ),
    "a lone image": (("1.jpg", "notes.txt"), "1.jpg", "1.jpg", "", False),
    "a lone image beside a dataset": ((*CLASSES, "1.jpg"), "1.jpg", "1.jpg", "", False),
    "pictures of a program": (
        ("code/app.py", "docs/a.md", "images/1.jpg"),
        *("images/1.jpg", "1.jpg", "", False),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_name_is_what_expand_calls_the_image_wherever_the_path_is_typed(
    tmp_path: Path, case: str
) -> None:
    files, image, name, label, doubt = CASES[case]
    path = _tree(tmp_path, *files) / image
    found = [_called(path), _called(path.parent / ".." / path.parent.name / path.name)]
    for folder in path.relative_to(tmp_path).parents:
        with contextlib.chdir(tmp_path / folder):
            found.append(_called(os.path.relpath(path)))
    assert {(one.name, one.label, bool(one.doubt)) for one in found} == {(name, label, doubt)}


def test_a_given_root_is_taken_as_it_is(tmp_path: Path) -> None:
    path = _tree(tmp_path, *CLASSES) / "data/hat/1.jpg"
    assert _called(path, root=tmp_path).name == "data/hat/1.jpg"
    assert _called(path, root=tmp_path / "data" / "hat").name == "1.jpg"
    with pytest.raises(UsageProblem):
        _called(path, root=tmp_path / "data" / "shoe")


def test_without_classes_the_root_is_the_highest_folder_of_images(tmp_path: Path) -> None:
    _tree(tmp_path, "photos/1.jpg", "photos/deep/2.jpg", "notes/a.txt")
    assert _called(tmp_path / "photos/1.jpg", flat=True) == Membership(
        "1.jpg", tmp_path / "photos", flat=True
    )
    deep = _called(tmp_path / "photos/deep/2.jpg", flat=True)
    assert (deep.name, deep.label) == ("deep/2.jpg", "")
    assert deep.doubt


def test_an_image_in_a_home_is_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tree(tmp_path, "home/Pictures/1.jpg", "home/Downloads/2.jpg", "home/Desktop/3.jpg")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert _called(tmp_path / "home/Pictures/1.jpg") == Membership("1.jpg")


def test_names_are_in_normal_form_c(tmp_path: Path) -> None:
    hut = unicodedata.normalize("NFD", "hüt")
    path = _tree(tmp_path, f"data/{hut}/1.jpg", "data/shoe/1.jpg") / "data" / hut / "1.jpg"
    assert _called(path).name == "hüt/1.jpg"


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
def test_links_on_the_way_lead_to_the_dataset(tmp_path: Path) -> None:
    _tree(tmp_path, *CLASSES, "other/pool/9.jpg")
    (tmp_path / "work").mkdir()
    for name, target in (("all", "data"), ("hats", "data/hat")):
        (tmp_path / "work" / name).symlink_to(tmp_path / target)
    (tmp_path / "data/hat/9.jpg").symlink_to(tmp_path / "other/pool/9.jpg")
    assert _called(tmp_path / "work/all/hat/1.jpg").name == "hat/1.jpg"
    assert _called(tmp_path / "work/hats/1.jpg").name == "hat/1.jpg"
    assert _called(tmp_path / "work/hats/../shoe/1.png").name == "shoe/1.png"
    assert _called(tmp_path / "data/hat/9.jpg").name == "hat/9.jpg"
    assert _called(tmp_path / "work/all/hat/1.jpg", root=tmp_path / "data").name == "hat/1.jpg"


def test_no_more_than_the_first_entries_of_a_folder_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # the folders of other tests are not looked at
    hats = tuple(f"data/hat/{number}.jpg" for number in range(1200))
    path = _tree(tmp_path, *hats, *CLASSES) / "data/hat/1.jpg"
    read: list[str] = []
    scan = os.scandir

    @contextlib.contextmanager
    def counted(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scan(folder) as entries:
            yield (read.append(entry.name) or entry for entry in entries)  # type: ignore[func-returns-value]  # it counts

    monkeypatch.setattr(os, "scandir", counted)
    assert _called(path).name == "hat/1.jpg"
    assert len(read) < 400
