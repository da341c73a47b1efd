"""Which classes and images of a dataset a preview shows, and how many of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .captions import texts_of_svg
from .pictures import load, photo, save
from .running import Result, assert_refused, run

FLAGS = ("--rotation", "5,9")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of 12 classes with 9 images each; tests only read it."""
    root = tmp_path_factory.mktemp("classes") / "data"
    picture = save(root / "hat" / "0.png", photo(1, 16, 12))
    names = ["hat", "shoe", "a, b", *(f"class {number}" for number in range(9))]
    for name in names:
        (root / name).mkdir(exist_ok=True)
        for number in range(9):
            if (name, number) != ("hat", 0):
                shutil.copy(picture, root / name / f"{number}.png")
    return root


def _preview(data: Path, folder: Path, *args: str) -> Result:
    return run("preview", data, *FLAGS, *args, cwd=folder)


def _shown(data: Path, folder: Path, *args: str) -> dict[str, list[str]]:
    """Return the images that are shown of each class."""
    result = _preview(data, folder, *args, "-o", "figure.svg")
    assert result.code == 0, result.stderr
    found: dict[str, list[str]] = {}
    for text in texts_of_svg((folder / "figure.svg").read_text("utf-8")):
        if text.endswith(" images)"):
            found[text.removesuffix(" (9 images)")] = []
        elif text.endswith(".png"):
            found[list(found)[-1]].append(text)
    return found


def test_a_class_alone_is_shown_with_so_many_images_chosen_by_the_seed(
    data: Path, tmp_path: Path
) -> None:
    args = ("--class", "hat", "--images", "6")
    (six,) = _shown(data, tmp_path, *args).values()
    assert len(set(six)) == 6
    assert six != sorted(six)
    assert _shown(data, tmp_path, *args) == {"hat": six}
    assert _shown(data, tmp_path, *args, "--seed", "1") != {"hat": six}
    assert _shown(data, tmp_path, "--class", "hat", "--images", "2") == {"hat": six[:2]}


def test_images_without_classes_are_chosen_too(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "hat", tmp_path / "flat")
    args = (tmp_path / "flat", "--flat", "--rotation", "5", "--images", "4", "-o", "figure.svg")
    assert run("preview", *args, cwd=tmp_path).code == 0
    texts = texts_of_svg((tmp_path / "figure.svg").read_text("utf-8"))
    shown = [text for text in texts if text.endswith("(1 image)")]
    assert len(shown) == 4
    assert shown != sorted(shown)


def test_the_choice_stays_when_images_are_added(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    before = _shown(data, tmp_path, "--class", "hat", "--images", "9", "--grid", "8x1")["hat"]
    save(tmp_path / "data" / "hat" / "new.png", photo(1, 16, 12))
    args = ("--class", "hat", "--images", "10", "--grid", "8x1", "-o", "figure.svg")
    assert _preview(tmp_path / "data", tmp_path, *args).code == 0
    texts = texts_of_svg((tmp_path / "figure.svg").read_text("utf-8"))
    after = [text for text in texts if text.endswith(".png")]
    assert [name for name in after if name != "new.png"] == before


@pytest.mark.parametrize(
    ("args", "classes"),
    [
        (("--class", "shoe", "--class", "hat"), ["shoe", "hat"]),
        (("--class", "shoe,hat"), ["shoe", "hat"]),
        (("--class", "hat/"), ["hat"]),
        (("--class", "a, b"), ["a, b"]),
    ],
)
def test_several_classes_are_shown_in_the_order_typed(
    data: Path, tmp_path: Path, args: tuple[str, ...], classes: list[str]
) -> None:
    assert list(_shown(data, tmp_path, *args)) == classes


def test_twelve_classes_are_shown_with_an_image_and_a_copy_each(data: Path, tmp_path: Path) -> None:
    result = _preview(data, tmp_path, "-o", "figure.png")
    assert "are not shown" not in result.stderr
    assert load(tmp_path / "figure.png").height <= 1200
    shown = _shown(data, tmp_path)
    assert len(shown) == sum(map(len, shown.values())) == 12


@pytest.mark.parametrize("args", [("--images", "5"), ("--class", "hat", "--images", "30")])
def test_no_more_is_shown_than_a_screen_has_room_for(
    data: Path, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = _preview(data, tmp_path, *args, "-o", "figure.png")
    size = load(tmp_path / "figure.png").size
    assert 800 < size[0] <= 1600
    assert 200 < size[1] <= 1200
    assert ("are not shown: " in result.stderr) == (len(args) < 4)


def test_a_grid_shows_more(data: Path, tmp_path: Path) -> None:
    assert len(_shown(data, tmp_path, "--grid", "4x12")) == 12
    shown = _shown(data, tmp_path, "--grid", "4x2", "--images", "9")
    assert [len(images) for images in shown.values()] == [9, 9]


def test_images_that_a_screen_has_no_room_for_are_told(data: Path, tmp_path: Path) -> None:
    flags = [
        flag for name in ("zoom", "contrast", "gamma", "hue") for flag in (f"--{name}", "0.5,2")
    ]
    args = ("--class", "hat", "--images", "9", *flags, "--size", "90x180")
    result = _preview(data, tmp_path, *args, "-o", "figure.png")
    assert "of 9 images of hat are not shown: " in result.stderr
    assert load(tmp_path / "figure.png").height <= 1200


@pytest.mark.parametrize(
    ("args", "named", "hint"),
    [
        (("--class", "hats"), "--class hats", "did you mean hat?"),
        (("--class", "HAT"), "--class HAT", "did you mean hat?"),
        (("--class", "zzz"), "--class zzz", "its classes are a, b, class 0"),
        (("--class", "hat", "--flat"), "--class and --flat", "leave one out"),
        (("--images", "0"), "--images", ""),
    ],
)
def test_a_class_that_is_not_there_is_refused_with_those_of_similar_names(
    data: Path, tmp_path: Path, args: tuple[str, ...], named: str, hint: str
) -> None:
    result = _preview(data, tmp_path, *args)
    assert_refused(result, named)
    assert hint in result.stderr


@pytest.mark.parametrize("args", [("--class", "hat"), ("--images", "3")])
def test_a_file_has_neither_classes_nor_images(
    data: Path, tmp_path: Path, args: tuple[str, ...]
) -> None:
    assert_refused(_preview(data / "hat" / "0.png", tmp_path, *args), args[0], "is a file")
