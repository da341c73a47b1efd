"""The help of each command, and ``augcli help``."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from augcli.catalogue import GROUPS
from augcli.cli import COMMANDS, cli, load_command

from .running import run, run_python

each_command = pytest.mark.parametrize("name", COMMANDS)


@each_command
def test_the_help_of_a_command_begins_with_two_examples(tmp_path: Path, name: str) -> None:
    usage, blank, *lines = run(name, "--help", cwd=tmp_path).stdout.splitlines()
    assert (usage.startswith(f"Usage: augcli {name}"), blank) == (True, "")
    assert all(line.startswith(f"  augcli {name}") for line in lines[:2])
    command = load_command(name)
    context = cli.make_context("augcli", [], resilient_parsing=True)
    with_transforms = any(one.capitalize() in command.sections(context) for one in GROUPS)
    assert lines[2].startswith("  augcli transforms NAME") == with_transforms


@each_command
def test_the_examples_of_a_command_are_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aug.toml").write_text('[[step]]\ntransform = "zoom"\n')
    for example in load_command(name).examples:
        typed = shlex.split(example.partition(" > ")[0])
        assert typed[:2] == ["augcli", name]
        load_command(name).make_context(name, typed[2:], **cli.context_settings)


@pytest.mark.parametrize("seen", ["rotation", "hflip", "expand", "Preview"])
def test_help_shows_a_command_or_a_transform(tmp_path: Path, seen: str) -> None:
    is_command = seen.lower() in COMMANDS
    other = [seen.lower(), "--help"] if is_command else ["transforms", seen]
    assert run("help", seen, cwd=tmp_path) == run(*other, cwd=tmp_path)


def test_help_alone_is_that_of_augcli(tmp_path: Path) -> None:
    assert run("help", cwd=tmp_path) == run("--help", cwd=tmp_path)


def test_the_list_of_commands_loads_no_catalogue(tmp_path: Path) -> None:
    told = run_python("-X", "importtime", "-m", "augcli", "--help", cwd=tmp_path)
    assert "augcli.cli.command" in told.stderr
    assert "augcli.catalogue" not in told.stderr
