"""Saving writes the one file that was named, and loses nothing that is in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.config.read import parse_project
from augcli.errors import UsageProblem
from augcli.imaging.resampling import Resampling
from augcli.pipeline.pipeline import Pipeline
from augcli.studios.save import Changed, SavedFile

STRONG = ChosenPipeline.of_file(load("strong"))


def test_a_new_file_holds_the_pipeline(tmp_path: Path) -> None:
    file = SavedFile(tmp_path / "aug.toml")
    assert not file.says(STRONG)
    file.save(STRONG)
    assert file.says(STRONG)
    read, *_ = parse_project(file.path.read_bytes(), "aug.toml", ())
    assert read == STRONG.as_file()


def test_options_of_expand_and_the_comments_above_the_steps_stay(tmp_path: Path) -> None:
    path = tmp_path / "aug.toml"
    path.write_text(
        "# Ours.\n# As flags: --rotation 3\ncopies = 7\nseed = 2\nsize = [64, 48]\n\n"
        'preset = "digits"\n'
    )
    SavedFile(path).save(STRONG)
    text = path.read_text()
    assert text.startswith("# Ours.\n")
    assert "As flags" not in text
    found = tomllib.loads(text)
    assert (found["copies"], found["size"]) == (7, [64, 48])
    assert not {"preset", "seed"} & found.keys()
    assert len(found["step"]) == len(STRONG.pipeline.stages)


def test_a_file_that_another_program_changed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "aug.toml"
    file = SavedFile(path)
    path.write_text("mine = 1\n")
    with pytest.raises(Changed):
        file.save(STRONG)
    assert path.read_text() == "mine = 1\n"


def test_options_that_cannot_be_kept_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "aug.toml"
    path.write_text('copies = 3\nchance = [\n  "hue=0.5",\n]\n[[step]]\ntransform = "hue"\n')
    before = path.read_bytes()
    with pytest.raises(UsageProblem, match="would be lost"):
        SavedFile(path).save(STRONG)
    assert path.read_bytes() == before


def test_no_file_is_left_without_a_step(tmp_path: Path) -> None:
    file = SavedFile(tmp_path / "aug.toml")
    with pytest.raises(UsageProblem, match="no step"):
        file.save(ChosenPipeline(Pipeline(()), Resampling()))
    assert not file.path.exists()
