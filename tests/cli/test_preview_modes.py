"""The other figures of ``augcli preview``: each transform alone, a dataset, two pipelines."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from .captions import ALL_TEN, assert_says, said, texts_of_svg
from .pictures import load, photo, save
from .running import expand, records, run, tree

FOUR = ("--rotation", "20", "--zoom", "0.2", "--horizontal-flip", "--brightness", "0.5,1")
Sections = dict[str, list[str]]


@pytest.fixture
def here(two_images: Path, tmp_path: Path) -> Path:
    """A folder with the dataset ``data`` and the pipelines ``a.toml`` and ``b.toml``."""
    shutil.copytree(two_images, tmp_path / "data")
    for name, degrees in (("a", 10), ("b", 60)):
        text = f'seed = {degrees}\n[[step]]\ntransform = "rotation"\ndegrees = {degrees}\n'
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def _texts(here: Path, *args: str | Path) -> list[str]:
    """Make a figure, and give its texts but the command and the facts below it."""
    result = run("preview", *args, "-o", "figure.svg", cwd=here)
    assert (result.code, result.stdout) == (0, "figure.svg\n"), result.stderr
    texts = texts_of_svg((here / "figure.svg").read_text("utf-8"))
    facts = re.compile(r"(^|· )seed \d+( ·|$)|(^|· )drawn as ")
    return texts[max(n for n, text in enumerate(texts) if facts.search(text)) + 1 :]


def _sections(texts: list[str], titles: list[str]) -> Sections:
    found: Sections = {}
    for text in texts:
        if text in titles and text not in found:
            found[text] = []
        else:
            found[list(found)[-1]].append(text)
    return found


def test_each_sweeps_every_transform_alone_from_its_lowest_value_to_its_highest(
    here: Path,
) -> None:
    assert _texts(here, "data/hat/a.jpg", "--each", *FOUR) == [
        *("--rotation 20", "−20.0°", "−10.0°", "0.0°", "+10.0°", "+20.0°"),
        *("--zoom 0.2", "×0.80 closer", "×0.90 closer"),
        *("×1.00", "×1.10 further", "×1.20 further"),
        *("--horizontal-flip", "off", "on"),
        *("--brightness 0.5,1", "×0.50", "×0.62", "×0.75", "×0.88", "×1.00"),
    ]


def test_a_row_has_as_many_pictures_as_the_grid_and_the_untouched_one_first(here: Path) -> None:
    args = ("--each", "--rotation", "20", "--grid", "3x1", "--with-original")
    assert _texts(here, "data/hat/a.jpg", *args) == [
        "--rotation 20",
        "original",
        "−20.0°",
        "+20.0°",
    ]


def test_each_shows_the_members_of_groups_once(here: Path) -> None:
    member = '{ transform = "gamma", exponent = [1, 2] }'
    group = f'[[step]]\none-of = [{member}, {member}, {{ transform = "invert" }}]\n'
    (here / "group.toml").write_text(group, "utf-8")
    texts = _texts(here, "data/hat/a.jpg", "--each", "--config", "group.toml", "--grid", "2x1")
    assert texts == ["--gamma 1,2", "1.00", "2.00 darker", "--invert", "off", "on"]


def test_each_shows_what_never_varies_beside_the_picture_without_it(here: Path) -> None:
    args = ("--each", "--rotation", "15,15", "--chance", "rotation=0")
    assert _texts(here, "data/hat/a.jpg", *args) == ["--rotation 15,15", "off", "+15.0°"]


def test_extremes_show_every_knob_at_both_ends_and_then_all_together(here: Path) -> None:
    args = ("--extremes", "--rotation", "20", "--horizontal-flip", "--random-erasing", "0.1,0.2")
    assert _texts(here, "data/hat/a.jpg", *args) == [
        *("--rotation 20", "--horizontal-flip", "−20.0°", "+20.0°", "off", "on"),
        *("--random-erasing 0.1,0.2", "together", "10 % of the area", "20 % of the area"),
        *("aspect ×0.30", "aspect ×3.30", "all lowest", "all highest"),
    ]


def test_extremes_of_one_transform_have_nothing_together(here: Path) -> None:
    texts = _texts(here, "data/hat/a.jpg", "--extremes", "--rotation", "20")
    assert texts == ["--rotation 20", "−20.0°", "+20.0°"]


@pytest.mark.parametrize(
    ("args", "texts"),
    [
        (["rotation"], ["--rotation 30", "−30.0°", "0.0°", "+30.0°"]),
        (["--rotation"], ["--rotation 30", "−30.0°", "0.0°", "+30.0°"]),
        (["rotation.degrees", "--rotation", "8"], ["--rotation 8", "−8.0°", "0.0°", "+8.0°"]),
        (["width-shift"], ["--width-shift 0.1", "−10 % left", "0 %", "+10 % right"]),
        (["rot90", "--grid", "9x1"], ["--rot90 3", *(f"{n} × 90° clockwise" for n in range(4))]),
        (["horizontal-flip"], ["--horizontal-flip", "off", "on"]),
        (["random-erasing.aspect"], ["--random-erasing-aspect 0.3,3.3", "×0.30", "×1.80", "×3.30"]),
        (
            ["--random-erasing-aspect"],
            ["--random-erasing-aspect 0.3,3.3", "×0.30", "×1.80", "×3.30"],
        ),
    ],
    ids=lambda value: " ".join(value)[:24],
)
def test_a_sweep_is_one_knob_through_the_range_of_the_pipeline_or_its_default(
    here: Path, args: list[str], texts: list[str]
) -> None:
    grid = [] if "--grid" in args else ["--grid", "3x1"]
    assert _texts(here, "data/hat/a.jpg", *grid, "--sweep", *args) == texts


def test_a_swept_value_is_what_the_fixed_flag_gives(here: Path) -> None:
    for name, flags in (
        ("swept.png", ("--sweep", "rotation", "--rotation", "0,40", "--grid", "1x1")),
        ("fixed.png", ("--rotation", "20,20", "--grid", "1x1")),
    ):
        assert run("preview", "data/hat/a.jpg", *flags, "-o", name, cwd=here).code == 0
    boxes = [load(here / name).convert("RGB") for name in ("swept.png", "fixed.png")]
    # The captions differ; the pictures are of one size, each at the left margin.
    cut = [box.crop((16, _top(box), 300, _top(box) + 200)).tobytes() for box in boxes]
    assert cut[0] == cut[1]


def _top(picture: object) -> int:
    """Find the line at which the picture of a figure begins: all of it is coloured."""
    pixels = np.asarray(picture, int)[:, 20:280]
    return int(np.flatnonzero((pixels.min(axis=2) < 250).all(axis=1))[0])


def test_a_comparison_shows_the_same_copies_by_both_pipelines(here: Path) -> None:
    texts = _texts(here, "data/hat/a.jpg", "--compare", "a.toml", "b.toml", "--grid", "3x1")
    found = _sections(texts, ["a.toml", "b.toml"])
    mild, strong = ([said([line])[0][1][0][0] for line in found[name][1::2]] for name in found)
    assert found["b.toml"][::2] == ["#1", "#2", "#3"]
    assert [6 * degrees for degrees in mild] == pytest.approx(strong, rel=0.02)


def test_flags_change_both_sides_of_a_comparison_and_a_preset_can_be_one(here: Path) -> None:
    args = ("--compare", "natural", "b.toml", "--brightness", "2,2", "--grid", "1x1")
    found = _sections(_texts(here, "data/hat/a.jpg", *args), ["natural", "b.toml"])
    assert all("brightness ×2.00" in " ".join(texts) for texts in found.values())


def test_a_dataset_is_shown_class_by_class_with_the_copies_of_expand(here: Path) -> None:
    save(here / "data" / "hat" / "c.jpg", photo(3))
    expand(here / "data", here / "out", "--copies", "3", "--seed", "5", *ALL_TEN)
    texts = _texts(here, "data", "--seed", "5", *ALL_TEN)
    found = _sections(texts, ["hat (2 images)", "shoe (1 image)"])
    assert [text for text in found["hat (2 images)"] if "." in text and " " not in text] == [
        "a.jpg",
        "c.jpg",
    ]
    cells = "\n".join(found["shoe (1 image)"]).replace("\n  ", " ").split("\n#")[1:]
    recipes = [one["recipe"] for one in records(here / "out") if one["label"] == "shoe"]
    # One source of a class has the room of its share alone: three copies.
    for cell, recipe in zip(cells, recipes, strict=True):
        assert_says(said(cell.split("\n")[1:]), recipe)


def test_bad_images_of_a_dataset_are_passed_over_and_told(here: Path) -> None:
    (here / "data" / "hat" / "0.jpg").write_bytes(b"\xff\xd8 no picture")
    before = tree(here / "data")
    result = run("preview", "data", *FOUR, "-o", "figure.svg", cwd=here)
    assert (result.code, result.stdout) == (0, "figure.svg\n")
    (told,) = result.stderr.splitlines()
    assert told.startswith("hat/0.jpg is passed over: ")
    assert "a.jpg" in texts_of_svg((here / "figure.svg").read_text("utf-8"))
    assert tree(here / "data") == before


def test_classes_beyond_the_grid_are_counted(here: Path) -> None:
    result = run("preview", "data", *FOUR, "--grid", "2x1", "-o", "figure.svg", cwd=here)
    assert result.stderr.startswith("1 of 2 classes are not shown: --grid ")
    texts = texts_of_svg((here / "figure.svg").read_text("utf-8"))
    assert "hat (1 image)" in texts
    assert "shoe (1 image)" not in texts


def test_a_flat_folder_has_a_row_for_each_image(here: Path) -> None:
    texts = _texts(here, "data/hat", "--flat", "--rotation", "5,5", "--grid", "2x3")
    assert texts == ["a.jpg (1 image)", "a.jpg", "#1", "rotation +5.0°"]


def test_a_dataset_lends_the_partners_of_mixing(here: Path) -> None:
    save(here / "data" / "hat" / "c.jpg", photo(3))
    texts = _texts(here, "data", "--mixup", "0.5,0.5", "--grid", "2x1")
    assert re.search("with [ac].jpg", " ".join(texts))


def test_mixing_is_swept_with_a_partner(here: Path) -> None:
    args = ("--sweep", "mixup", "--partner", "data/shoe/b.png", "--grid", "3x1")
    assert _texts(here, "data/hat/a.jpg", *args) == [
        "--mixup 0.1,0.4",
        *(f"{n} % of the other" for n in (10, 25, 40)),
    ]


def test_names_that_no_font_has_are_escaped(here: Path) -> None:
    (here / "data" / "two\nlines\x1b").mkdir()
    save(here / "data" / "two\nlines\x1b" / "a.png", photo())
    assert "two\\nlines\\x1b (1 image)" in _texts(here, "data", "--rotation", "5", "--grid", "1x9")


def test_a_pipeline_of_very_many_steps_is_cut_off_and_told(here: Path) -> None:
    steps = (
        f'[[step]]\ntransform = "gamma"\nexponent = [1, {1 + n / 50}]\n' for n in range(2, 105)
    )
    (here / "many.toml").write_text("".join(steps), "utf-8")
    args = ("--each", "--config", "many.toml", "--grid", "1x1", "-o", "figure.png")
    result = run("preview", "data/hat/a.jpg", *args, cwd=here)
    assert result.code == 0
    assert result.stderr.startswith("only the first 100 of 103 transforms are shown")
