"""How large pictures are shown, and how long names are wrapped."""

from __future__ import annotations

import pytest

from augcli.figures.page import text_width, wrap_text
from augcli.figures.sheet import cell_size, columns_for
from augcli.figures.shown_size import shown_size
from augcli.imaging.image import Frame

BOX = Frame(300, 300)


@pytest.mark.parametrize(
    ("frame", "shown"),
    [
        ((1, 1), (300, 300)),
        ((8, 8), (296, 296)),
        ((28, 28), (280, 280)),
        ((200, 150), (200, 150)),
        ((900, 600), (300, 200)),
        ((600, 900), (200, 300)),
        ((10, 4000), (30, 300)),
        ((4000, 10), (300, 30)),
        ((1600, 200), (300, 38)),
    ],
)
def test_pictures_are_enlarged_by_whole_numbers_and_never_shown_as_threads(
    frame: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert shown_size(Frame(*frame), BOX) == shown


@pytest.mark.parametrize("frame", [(10, 4000), (4000, 10), (1, 16000)])
def test_the_cell_of_a_very_long_picture_is_not_white(frame: tuple[int, int]) -> None:
    shown = shown_size(Frame(*frame), cell_size(3, 3, Frame(*frame)))
    assert min(shown) >= 50


@pytest.mark.parametrize(
    "name",
    [
        "07cddef1-1fc8-47e4-a28a-613e60912590.jpg",
        f"{'n' * 200}.jpeg",
        "a_long_name_with_words/and_a_folder.png",
        "one two three four five six seven.webp",
    ],
)
def test_a_long_name_is_cut_at_separators_with_its_ending_whole(name: str) -> None:
    lines = wrap_text(name, 100)
    assert all(text_width(line) <= 100 for line in lines)
    joined = "".join(line.strip() for line in lines)
    assert joined == name.replace(" ", "") or " ".join(map(str.strip, lines)) == name
    ending = name[name.rindex(".") :]
    assert lines[-1].endswith(ending)


def test_a_name_is_cut_after_a_separator_if_it_has_one() -> None:
    first, second, *_ = wrap_text("07cddef1-1fc8-47e4-a28a-613e60912590.jpg", 160)
    assert (first[-1], second.strip()[:1]) == ("-", "a")


@pytest.mark.parametrize(
    ("frame", "columns"), [((10, 4000), 5), ((40, 90), 5), ((30, 40), 3), ((4000, 10), 3)]
)
def test_tall_pictures_stand_in_more_columns(frame: tuple[int, int], columns: int) -> None:
    assert columns_for(3, 9, Frame(*frame)) == columns


def test_marks_stay_with_their_character() -> None:
    lines = wrap_text("👍🏽" * 40, 60)
    assert all(len(line.strip()) % 2 == 0 for line in lines)
