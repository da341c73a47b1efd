"""One maker of copies, in memory: what it makes is what expand writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli.pictures import photo, save
from cli.running import outputs, run

from augcli.config.flags import as_command_line
from augcli.config.presets import load
from augcli.errors import SourceProblem
from augcli.imaging.codec.decode import decode
from augcli.imaging.image import Frame
from augcli.pipeline.copy_maker import CopyMaker, Output

NATURAL = load("natural")


@pytest.fixture
def maker() -> CopyMaker:
    return CopyMaker(NATURAL.pipeline, 7, NATURAL.resampling)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return save(tmp_path / "data" / "hat" / "a.png", photo(3))


def test_what_it_makes_is_what_expand_writes(maker: CopyMaker, file: Path, tmp_path: Path) -> None:
    flags = as_command_line(NATURAL) or []
    run("expand", "data", "out", "--seed", "7", "--copies", "3", *flags, cwd=tmp_path)
    source = maker.open(file.read_bytes(), "png")
    recipes = maker.draw("hat/a.png", [1, 2, 3])
    made = maker.make(source, list(recipes.values()))
    written = outputs(tmp_path / "out")
    assert [one.data for one in made] == [written[f"hat/a_aug{copy:03d}.png"] for copy in recipes]


def test_copies_made_together_are_those_made_alone(maker: CopyMaker, file: Path) -> None:
    source = maker.open(file.read_bytes(), "png")
    recipes = list(maker.draw("hat/a.png", [1, 2, 3, 4, 5]).values())
    alone = [maker.make(source, [recipe])[0].data for recipe in recipes]
    assert [one.data for one in maker.make(source, recipes)] == alone


def test_a_copy_is_drawn_by_its_number_whichever_others_are_asked_for(maker: CopyMaker) -> None:
    assert maker.draw("hat/a.png", [4]) == {4: maker.draw("hat/a.png", [1, 2, 3, 4])[4]}


def test_a_later_attempt_draws_other_values(maker: CopyMaker) -> None:
    assert maker.draw("hat/a.png", [1], attempt=1) != maker.draw("hat/a.png", [1])


def test_no_copies_are_no_recipes(maker: CopyMaker) -> None:
    assert maker.draw("hat/a.png", []) == {}


def test_the_file_holds_the_picture(maker: CopyMaker, file: Path) -> None:
    source = maker.open(file.read_bytes(), "png")
    (made,) = maker.make(source, [maker.draw("hat/a.png", [1])[1]])
    np.testing.assert_array_equal(decode(made.data).pixels[..., :3], made.image.pixels[..., :3])


def test_small_copies_are_made_together_and_large_ones_alone(file: Path) -> None:
    maker = CopyMaker(NATURAL.pipeline)
    assert maker.at_once(maker.open(file.read_bytes(), "png")) > 1
    large = CopyMaker(NATURAL.pipeline, output=Output(size=Frame(4000, 3000)))
    assert large.at_once(large.open(file.read_bytes(), "png")) == 1


def test_what_can_not_be_decoded_is_a_problem_of_the_source(maker: CopyMaker) -> None:
    with pytest.raises(SourceProblem):
        maker.open(b"no picture", "png")
