"""``augcli inspect`` finds near duplicates, and advises what to do with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import load, photo, save
from .running import expand, run


def test_near_duplicates_are_found_unless_not_wanted(sample_images: Path, tmp_path: Path) -> None:
    bird, data = load(sample_images / "bird.jpg").resize((320, 240)), tmp_path / "data"
    save(data / "hat" / "a.jpg", bird, quality=95)
    save(data / "shoe" / "b.jpg", bird.resize((200, 150)), quality=70)
    save(data / "shoe" / "c.jpg", photo(3, 320, 240))
    found = run("inspect", data, "--json").json
    (pair,) = found["near_duplicates"]
    assert pair["files"] == ["hat/a.jpg", "shoe/b.jpg"]
    assert 0.5 < pair["score"] <= 1
    assert [one["files"] for one in found["two_labels"]] == [pair["files"]]
    assert found["duplicates"] == []
    text = run("inspect", data).stdout
    assert "near duplicates: 1 group\n  hat/a.jpg, shoe/b.jpg\n" in text
    without = run("inspect", data, "--json", "--no-near-duplicates").json
    assert without["near_duplicates"] is None
    assert without["two_labels"] == []


@pytest.mark.parametrize("flag", ["--near-duplicates", "--no-near-duplicates"])
def test_the_advice_to_split_keeps_near_duplicates_together(
    sample_images: Path, tmp_path: Path, flag: str
) -> None:
    for number in range(10):
        save(tmp_path / "data" / "hat" / f"{number}.png", photo(number, 64, 48))
    bird = load(sample_images / "bird.jpg").resize((160, 120))
    save(tmp_path / "data" / "hat" / "a.jpg", bird, quality=95)
    save(tmp_path / "data" / "hat" / "b.jpg", bird, quality=75)
    found = run("inspect", tmp_path / "data", "--json", flag).json
    advice = " ".join(one["command"] for one in found["advice"])
    assert "--split val=0.2" in advice
    assert ("--group-near-duplicates" in advice) == (flag == "--near-duplicates")


def test_copies_of_one_source_are_no_near_duplicates(sample_images: Path, tmp_path: Path) -> None:
    bird = load(sample_images / "bird.jpg").resize((160, 120))
    save(tmp_path / "data" / "hat" / "a.png", bird)
    expand(tmp_path / "data", tmp_path / "out", "-n", "2", "--brightness", "0.9,1.1")
    found = run("inspect", tmp_path / "out", "--json", "--near-duplicates").json
    assert found["near_duplicates"] == []


@pytest.mark.parametrize("originals", ["none", "copy"])
def test_of_an_out_one_file_of_each_source_is_compared(
    sample_images: Path, tmp_path: Path, originals: str
) -> None:
    bird = load(sample_images / "bird.jpg").resize((160, 120))
    save(tmp_path / "data" / "hat" / "a.jpg", bird, quality=95)
    save(tmp_path / "data" / "shoe" / "b.jpg", bird, quality=75)
    flags = ["-n", "2", "--brightness", "0.9,1.1", "--originals", originals]
    expand(tmp_path / "data", tmp_path / "out", *flags)
    (pair,) = run("inspect", tmp_path / "out", "--json").json["near_duplicates"]
    which = "" if originals == "copy" else "_aug001"
    assert pair["files"] == [f"hat/a{which}.jpg", f"shoe/b{which}.jpg"]


def test_what_is_not_looked_for_is_said(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "a.png", photo(1))
    text = run("inspect", tmp_path / "data", "--no-near-duplicates").stdout
    assert "near duplicates: not looked for" in text
