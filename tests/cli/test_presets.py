"""``--preset``: every preset works on pictures of every kind and can be changed by flags."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from augcli.config.presets import load, presets

from .pictures import photo, save
from .running import assert_refused, records, run

each_preset = pytest.mark.parametrize("name", presets())


@each_preset
def test_a_preset_expands_colour_gray_and_tiny_pictures(tmp_path: Path, name: str) -> None:
    save(tmp_path / "data" / "a" / "colour.jpg", photo())
    save(tmp_path / "data" / "a" / "gray.png", photo(channels=1))
    save(tmp_path / "data" / "b" / "clear.png", photo(channels=4))
    save(tmp_path / "data" / "b" / "tiny.png", photo(width=1, height=2))
    told = run(
        *("expand", "data", "out", "--preset", name, "--copies", "3", "--workers", "1"),
        cwd=tmp_path,
    )
    assert told.code == 0, told.stderr
    assert len(records(tmp_path / "out")) == 12


@each_preset
def test_config_show_prints_the_file_of_a_preset(tmp_path: Path, name: str) -> None:
    told = run("config", "show", "--preset", name, cwd=tmp_path)
    assert told.code == 0, told.stderr
    shown = tomllib.loads(told.stdout)
    (tmp_path / "aug.toml").write_text(told.stdout, "utf-8")
    assert shown["why"] == load(name).why
    assert run("config", "show", "aug.toml", cwd=tmp_path).stdout == told.stdout


def test_a_flag_changes_the_step_of_a_preset(tmp_path: Path) -> None:
    told = run("config", "show", "--preset", "digits", "--rotation", "5", cwd=tmp_path)
    shown = tomllib.loads(told.stdout)
    assert "why" not in shown, "its reasons are not those of the flag"
    first, *others = shown["step"]
    assert first == {"transform": "rotation", "degrees": [-5, 5]}
    assert "rotation" not in [step["transform"] for step in others]


def test_an_unknown_preset_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    told = run("config", "show", "--preset", "natrual", cwd=tmp_path)
    assert_refused(told, "--preset", "satellite")
