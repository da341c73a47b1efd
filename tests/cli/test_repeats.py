"""A pipeline with fewer pictures than copies: they are told, and the others are all distinct."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from .pictures import load, photo, save
from .running import expand, outputs, records, run, tree
from .web_pages import read_page

FLIPS = ("--horizontal-flip", "--copies", "8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number in range(3):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number))
    return tmp_path / "data"


def test_a_flip_alone_gives_two_pictures_and_says_so(data: Path, tmp_path: Path) -> None:
    told = run("expand", data, tmp_path / "out", *FLIPS, "--json", cwd=tmp_path)
    assert told.json["repeated"] == 18
    assert "repeated: only 6 of 24 copies are distinct; " in told.stderr
    assert "--rotation 10" in told.stderr
    files = outputs(tmp_path / "out")
    assert len(set(files.values())) == 6


def test_quarter_turns_are_three_new_pictures(data: Path, tmp_path: Path) -> None:
    told = run("expand", data, tmp_path / "out", "--rot90", "3", "--copies", "3", cwd=tmp_path)
    assert "repeated" not in told.stderr
    assert len(set(outputs(tmp_path / "out").values())) == 9
    source = np.asarray(load(data / "hat" / "0.png"))
    made = [load(tmp_path / "out" / "hat" / f"0_aug{copy:03d}.png") for copy in (1, 2, 3)]
    turned = sorted(np.rot90(source, turns).tobytes() for turns in (1, 2, 3))
    assert sorted(np.asarray(one).tobytes() for one in made) == turned


def test_copies_added_later_are_those_of_one_run(data: Path, tmp_path: Path) -> None:
    for copies in ("2", "5"):
        expand(data, tmp_path / "grown", "--rot90", "3", "--copies", copies)
    expand(data, tmp_path / "whole", "--rot90", "3", "--copies", "5")
    assert tree(tmp_path / "grown") == tree(tmp_path / "whole")
    assert run("verify", tmp_path / "grown", data, "--deep", cwd=tmp_path).code == 0


def test_the_preview_shows_and_tells_the_same(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "out", *FLIPS)
    image = data / "hat" / "0.png"
    told = run("preview", image, *FLIPS[:1], "--html", "page.html", cwd=tmp_path)
    assert "repeated: only 2 of 8 copies are distinct; " in told.stderr
    made = [one["recipe"] for one in records(tmp_path / "out")[:8]]
    assert read_page(tmp_path).recipes == [[], *made]
