"""Senseless command lines: two lines, exit code 2, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import assert_refused, run, tree

# Flags that both commands take, and what the first line must name.
SHARED: list[tuple[str, tuple[str, ...]]] = [
    ("--rotation abc", ("--rotation", "abc")),
    ("--rotation nan", ("--rotation", "nan")),
    ("--rotation inf", ("--rotation", "inf")),
    ("--rotation 1e999", ("--rotation", "1e999")),
    ("--rotation 1_000", ("--rotation", "1_000")),
    ("--rotation 1,2,3", ("--rotation", "1,2,3")),
    ("--rotation ,", ("--rotation", ",")),
    ("--rotation=", ("--rotation",)),
    ("--rotation=-5", ("--rotation", "-5", "negative")),
    ("--rotation 20,10", ("--rotation", "20,10", "reversed")),
    ("--rotation", ("--rotation",)),
    ("--zoom 2,1", ("--zoom", "2,1", "reversed")),
    ("--zoom 3", ("--zoom", "3", "-2")),
    ("--zoom 0,1", ("--zoom", "0,1")),
    ("--zoom-uniform", ("--zoom",)),
    ("--brightness=-1", ("--brightness", "-1")),
    ("--brightness=-1,1", ("--brightness", "-1,1")),
    ("--width-shift 10px,20%", ("--width-shift", "10px,20%", "unit")),
    ("--height-shift 150%", ("--height-shift", "150%")),
    ("--height-shift 5em", ("--height-shift", "5em")),
    ("--shear 90", ("--shear", "90")),
    ("--channel-shift 300", ("--channel-shift", "300")),
    ("--contrast=-0.5,1", ("--contrast", "-0.5,1")),
    ("--rotation 5 --rotation 6", ("--rotation", "2 times")),
    ("--rotation 5 --seed 1 --seed=1", ("--seed", "2 times")),
    ("--horizontal-flip --horizontal-flip", ("--horizontal-flip", "2 times")),
    ("--horizontal-flip=1", ("--horizontal-flip",)),
    ("--rotation 5 --seed -1", ("--seed", "-1")),
    ("--rotation 5 --seed 1.5", ("--seed", "1.5")),
    ("--rotation 5 --fill-mode around", ("--fill-mode", "around")),
    ("--rotation 5 --fill-value 300", ("--fill-value", "300")),
    ("--rotation 5 --fill-value 1,2", ("--fill-value", "1,2")),
    ("--rotation 5 --interpolation best", ("--interpolation", "best")),
    ("--rotation 5 --chance rotation", ("--chance", "rotation")),
    ("--rotation 5 --chance rotation=2", ("--chance", "rotation=2")),
    ("--rotation 5 --chance rotation=-0.1", ("--chance", "rotation=-0.1")),
    ("--rotation 5 --chance rotation=nan", ("--chance", "rotation=nan")),
    ("--rotation 5 --chance =0.5", ("--chance", "=0.5")),
    ("--rotation 5 --chance rotatoin=0.5", ("--chance", "rotatoin")),
    ("--rotation 5 --chance zoom=0.5", ("--chance", "zoom")),
    ("--rotation 5 --chance rotation=0.5 --chance rotation=0.5", ("--chance", "rotation", "twice")),
    ("--rotatoin 5", ("--rotatoin",)),
    ("--rotation 5 extra", ("extra",)),
]

EXPAND: list[tuple[str, tuple[str, ...]]] = [
    ("--copies 0", ("--copies", "0")),
    ("--copies=-3", ("--copies", "-3")),
    ("--copies many", ("--copies", "many")),
    ("--copies 100000", ("--copies", "100000")),
    ("--workers 0", ("--workers", "0")),
    ("--format gif", ("--format", "gif")),
    ("--format heic", ("--format", "heic")),
    ("--quality 0", ("--quality", "0")),
    ("--quality 101", ("--quality", "101")),
    ("--size 224.5", ("--size", "224.5")),
    ("--size=", ("--size",)),
    ("--size 0x5", ("--size", "0x5")),
    ("--size 5x", ("--size", "5x")),
    ("--size 99999x99999", ("--size", "99999x99999")),
    ("--fit squeeze", ("--fit", "squeeze")),
    ("--originals move", ("--originals", "move")),
    ("--flat --flat", ("--flat", "2 times")),
]


def _check(here: Path, args: list[str], named: tuple[str, ...]) -> None:
    """Call the command in this process: there are many, and one that ends here does no work."""
    before = tree(here)
    assert_refused(run(*args, cwd=here), *named)
    assert tree(here) == before


@pytest.fixture
def here(two_images: Path, tmp_path: Path) -> Path:
    (tmp_path / "data" / "hat").mkdir(parents=True)
    image = (two_images / "hat" / "a.jpg").read_bytes()
    (tmp_path / "data" / "hat" / "a.jpg").write_bytes(image)
    return tmp_path


@pytest.mark.parametrize(("flags", "named"), SHARED, ids=[flags for flags, _ in SHARED])
def test_expand_refuses_flags_that_make_no_sense(
    here: Path, flags: str, named: tuple[str, ...]
) -> None:
    _check(here, ["expand", "data", "out", *flags.split()], named)


@pytest.mark.parametrize(("flags", "named"), SHARED[::4], ids=[flags for flags, _ in SHARED[::4]])
def test_preview_refuses_the_same_flags_in_the_same_words(
    here: Path, flags: str, named: tuple[str, ...]
) -> None:
    _check(here, ["preview", "data/hat/a.jpg", *flags.split()], named)


@pytest.mark.parametrize(("flags", "named"), EXPAND, ids=[flags for flags, _ in EXPAND])
def test_expand_refuses_values_out_of_range(here: Path, flags: str, named: tuple[str, ...]) -> None:
    _check(here, ["expand", "data", "out", "--rotation", "5", *flags.split()], named)


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["expand"], ("DATA",)),
        (["expand", "data"], ("OUT",)),
        (["expand", "data", "--rotation", "5"], ("OUT",)),
        (["preview"], ("IMAGE",)),
        (["preview", "--rotation", "5"], ("IMAGE",)),
        (["enlarge"], ("enlarge",)),
        (["--enlarge"], ("--enlarge",)),
        (["expand", "data", ""], ()),
        (["expand", "", "out"], ()),
        (["preview", ""], ()),
    ],
    ids=" ".join,
)
def test_a_missing_argument_is_named(here: Path, args: list[str], named: tuple[str, ...]) -> None:
    flags = ["--rotation", "5"] if "" in args else []
    _check(here, [*args, *flags], named)


@pytest.mark.parametrize(
    "args", [["expand", "missing", "out"], ["expand", "data", "data"], ["preview", "missing.jpg"]]
)
def test_a_refusal_without_any_flags_is_two_lines_too(here: Path, args: list[str]) -> None:
    _check(here, args, ())


@pytest.mark.parametrize(
    "args",
    [
        ["expand", "data", "out", "--rotation", "abc"],
        ["expand", "data", "out", "--rotation", "5", "--rotation", "6"],
        ["expand", "data", "out", "--zoom", "3"],
        ["expand", "data", "out", "--copies", "0"],
        ["expand", "data", "out", "--rotatoin", "5"],
        ["expand"],
        ["preview", "data/hat/a.jpg", "--brightness=-1"],
        ["preview", "data/hat/a.jpg", "--rotation", "5", "--grid", "0x3"],
    ],
    ids=" ".join,
)
def test_the_real_command_says_the_same(here: Path, args: list[str]) -> None:
    before = tree(here)
    result = run(*args, cwd=here)
    assert_refused(result)
    assert result == run(*args, cwd=here)
    assert tree(here) == before


def test_without_a_command_all_commands_are_listed(tmp_path: Path) -> None:
    result = run(cwd=tmp_path)
    assert result.code == 2
    assert "expand" in result.stderr
    assert "preview" in result.stderr


def test_the_hint_is_something_to_type(here: Path) -> None:
    hints = {
        "--rotation abc": "--rotation ",
        "--zoom 3": "--zoom 0.",
        "--brightness=-1": "--brightness ",
        "--copies 0": "--copies ",
        "--workers 0": "--workers ",
        "--size 5x": "--size 224x224",
        "--rotation 5 --chance rotatoin=0.5": "did you mean rotation?",
        "--rotation 5 --chance zoom=0.5": "--zoom",
        "--format gif": "png",
    }
    for flags, wanted in hints.items():
        way_out = run("expand", "data", "out", *flags.split(), cwd=here).stderr.splitlines()[1]
        assert wanted in way_out, flags


def test_a_name_with_control_characters_does_not_reach_the_terminal(here: Path) -> None:
    result = run("preview", "a\x1b[31m\n.jpg", "--rotation", "5", cwd=here)
    assert_refused(result, "a\\x1b[31m\\n.jpg")
