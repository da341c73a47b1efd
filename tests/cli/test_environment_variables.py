"""Check that AUGCLI_... variables stand for flags, and are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import assert_refused, expand, records, run, tree

TURN = ("--copies", "1", "--rotation", "5")


def _set(monkeypatch: pytest.MonkeyPatch, variables: str) -> None:
    for variable in variables.split(";"):
        name, _, value = variable.strip().partition("=")
        monkeypatch.setenv(f"AUGCLI_{name}", value)


def test_a_variable_gives_the_bytes_that_the_flag_gives(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, tmp_path: Path
) -> None:
    flags = ("--copies", "1", "--rotation", "5", "--seed", "7", "--horizontal-flip")
    expand(two_images, tmp_path / "flags", *flags, "--chance", "rotation=0.5")
    _set(
        monkeypatch, "EXPAND_COPIES=1; EXPAND_ROTATION=5; EXPAND_SEED=7; EXPAND_CHANCE=rotation=.5"
    )
    _set(monkeypatch, "EXPAND_HORIZONTAL_FLIP=1; EXPAND_JSON=yes; EXPAND_ELASTIC=")
    result = run("expand", two_images, tmp_path / "variables")
    assert result.json["written"] == 2
    assert tree(tmp_path / "variables") == tree(tmp_path / "flags")
    names = ("ROTATION", "HORIZONTAL_FLIP", "CHANCE", "SEED", "COPIES", "JSON")
    assert all(f"AUGCLI_EXPAND_{name}" in result.stderr for name in names)
    assert result.stderr.startswith("from the environment: AUGCLI_EXPAND_")
    assert "ELASTIC" not in result.stderr


def test_what_is_typed_wins_and_is_not_given_twice(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, tmp_path: Path
) -> None:
    _set(monkeypatch, "EXPAND_COPIES=many; EXPAND_ROTATION=999; EXPAND_REJECT=0")
    result = expand(two_images, tmp_path / "out", *TURN)
    assert len(records(tmp_path / "out")) == 2
    assert result.stderr.splitlines()[0] == "from the environment: AUGCLI_EXPAND_REJECT"
    assert expand(two_images, tmp_path / "out", *TURN, "-q").stderr == ""


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ("EXPAND_COPIES=many", ("AUGCLI_EXPAND_COPIES", "AUGCLI_EXPAND_COPIES=5")),
        ("EXPAND_COPIES=0", ("AUGCLI_EXPAND_COPIES", "AUGCLI_EXPAND_COPIES=5")),
        ("EXPAND_SIZE=5x", ("AUGCLI_EXPAND_SIZE", "AUGCLI_EXPAND_SIZE=224x224")),
        ("EXPAND_ROTATION=500,5", ("AUGCLI_EXPAND_ROTATION", "AUGCLI_EXPAND_ROTATION=30")),
        ("EXPAND_QUIET=maybe", ("AUGCLI_EXPAND_QUIET maybe: give 1", "AUGCLI_EXPAND_QUIET=1")),
        ("EXPAND_FORMAT=gif", ("AUGCLI_EXPAND_FORMAT", "png")),
        ("EXPAND_SWAP_LABELS=hat=shoe; EXPAND_REJECT=1", ("AUGCLI_EXPAND_REJECT", "leave one")),
    ],
)
def test_an_error_names_the_variable_and_not_the_flag(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, variables: str, named: tuple[str, str]
) -> None:
    _set(monkeypatch, variables)
    result = run("expand", two_images, two_images.parent / "never")
    assert result.code == 2
    problem, hint = result.stderr.splitlines()[-2:]
    assert named[0] in problem
    assert "--" not in problem
    assert named[1] in hint
    _set(monkeypatch, "EXPAND_JSON=1")
    assert named[0] in run("expand", two_images, two_images.parent / "never").json["error"]


def test_a_variable_that_looks_like_one_and_is_none_is_noted(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, tmp_path: Path
) -> None:
    _set(monkeypatch, "EXPAND_SEEED=1; EXPAND_NONSENSE=2; COPIES=3; EXPND_SEED=4")
    _set(monkeypatch, "VERSION=0; HELP=1; PREVIEW_SEED=1; EXPORT_SEED=1; DATABASE=2")
    told = expand(two_images, tmp_path / "out", *TURN).stderr.splitlines()
    assert [line for line in told if line.startswith("AUGCLI_")] == [
        "AUGCLI_COPIES does nothing: did you mean AUGCLI_EXPAND_COPIES?",
        "AUGCLI_EXPAND_NONSENSE does nothing: expand has no such flag",
        "AUGCLI_EXPAND_SEEED does nothing: did you mean AUGCLI_EXPAND_SEED?",
        "AUGCLI_EXPND_SEED does nothing: did you mean AUGCLI_EXPAND_SEED?",
    ]


def test_a_variable_of_another_name_is_answered_by_its_meaning(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, tmp_path: Path
) -> None:
    _set(monkeypatch, "EXPAND_HFLIP=1; EXPAND_N=3; EXPAND_ROTATION_RANGE=9; EXPAND_IMAGE_SIZE=9")
    told = expand(two_images, tmp_path / "out", *TURN).stderr.splitlines()
    assert [line for line in told if line.startswith("AUGCLI_")] == [
        "AUGCLI_EXPAND_HFLIP does nothing: did you mean AUGCLI_EXPAND_HORIZONTAL_FLIP?",
        "AUGCLI_EXPAND_IMAGE_SIZE does nothing: did you mean AUGCLI_EXPAND_SIZE?",
        "AUGCLI_EXPAND_N does nothing: did you mean AUGCLI_EXPAND_COPIES?",
        "AUGCLI_EXPAND_ROTATION_RANGE does nothing: did you mean AUGCLI_EXPAND_ROTATION?",
    ]


def test_other_commands_read_theirs(
    monkeypatch: pytest.MonkeyPatch, made: Path, tmp_path: Path
) -> None:
    _set(monkeypatch, "PREVIEW_GRID=1x1; PREVIEW_OUTPUT=figure.png; PREVIEW_ROTATION=5")
    assert run("preview", made / "data" / "hat" / "a.jpg", cwd=tmp_path).stdout == "figure.png\n"
    _set(monkeypatch, f"REPLAY_ALL=1; REPLAY_DATA={made / 'data'}; REPLAY_JSON=1")
    assert run("replay", made / "out").json["made"] == 0
    _set(monkeypatch, "EXPORT_TO=kera")
    assert_refused(run("export", "--rotation", "5"), "AUGCLI_EXPORT_TO")


def test_help_names_the_rule_once() -> None:
    told = run("expand", "--help").stdout
    assert told.count("AUGCLI_") == 1
    assert "AUGCLI_EXPAND_COPIES" in told


def test_a_variable_that_says_no_to_json_gives_no_object_for_an_error(
    monkeypatch: pytest.MonkeyPatch, two_images: Path, tmp_path: Path
) -> None:
    _set(monkeypatch, "EXPAND_JSON=0")
    result = run("expand", two_images, tmp_path / "out", "--cpies", "2")
    assert (result.code, result.stdout) == (2, "")
