"""Saving writes the one file that was named, and loses nothing that is in it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.config.read import parse_project
from augcli.errors import EnvironmentFailure, UsageProblem
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


def test_a_file_that_is_gone_is_told_so_and_stays_gone(tmp_path: Path) -> None:
    path = tmp_path / "aug.toml"
    path.write_text("copies = 3\n")
    file = SavedFile(path)
    path.unlink()
    with pytest.raises(Changed, match="is gone"):
        file.save(STRONG)
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_link_stays_a_link_and_its_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path, link = tmp_path / "ours" / "aug.toml", tmp_path / "aug.toml"
    path.parent.mkdir()
    path.write_text("copies = 3\n")
    path.chmod(mode)
    link.symlink_to(path)
    SavedFile(link).save(STRONG)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == mode
    assert tomllib.loads(path.read_text())["copies"] == 3


def test_a_failure_to_write_says_how_to_keep_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    file = SavedFile(folder / "aug.toml")
    folder.rmdir()
    with pytest.raises(EnvironmentFailure) as failure:
        file.save(STRONG)
    assert "copy the TOML" in failure.value.hint
    assert not file.says(STRONG)


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
