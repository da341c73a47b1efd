"""``augcli transforms``: the catalogue in the terminal and for scripts."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from augcli.catalogue import GROUPS, Transform, catalogue
from augcli.catalogue.description import Description
from augcli.cli import cli, load_command

from .running import assert_refused, run, run_python

each_transform = pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())


@pytest.fixture
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.usefixtures("eighty_columns")
def test_the_list_has_a_line_for_each_transform_below_its_group(tmp_path: Path) -> None:
    result = run("transforms", cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")
    listed: dict[str, list[str]] = {}
    for line in result.stdout.splitlines():
        if line.endswith(":"):
            group = line.removesuffix(":").lower()
        elif line.startswith("  --"):
            listed.setdefault(group, []).append(line.split()[0])
    assert list(listed) == [group for group in GROUPS if group in listed]
    assert listed == {
        group: [one.flag for one in catalogue().values() if one.group == group] for group in listed
    }
    assert sum(map(len, listed.values())) == len(catalogue())


@pytest.mark.parametrize("columns", [60, 80])
def test_the_list_fits_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("transforms", cwd=tmp_path).stdout.splitlines()
    assert columns - 15 < max(map(len, lines)) <= columns


def test_a_long_summary_is_cut_between_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    summaries = {one.flag: one.summary for one in catalogue().values()}
    lines = run("transforms", cwd=tmp_path).stdout.splitlines()
    shown = dict(line.split(maxsplit=1) for line in lines if line.startswith("  --"))
    assert any(text == summaries[flag] for flag, text in shown.items())
    assert any(text != summaries[flag] for flag, text in shown.items())
    for flag, text in shown.items():
        begun = text.removesuffix(" ...").rstrip(".").split()
        assert summaries[flag].replace(":", "").replace(";", "").rstrip(".").split()[
            : len(begun)
        ] == [word.strip(":;") for word in begun]


@each_transform
@pytest.mark.usefixtures("eighty_columns")
def test_the_description_of_a_transform_is_complete(tmp_path: Path, transform: Transform) -> None:
    result = run("transforms", transform.name, cwd=tmp_path)
    assert (result.code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    one = Description.of(transform)
    flags = [*[knob.flag for knob in one.knobs], *[switch.flag for switch in one.switches]]
    texts = [one.summary, one.helps, one.harms, *one.notes, *one.sources, *flags, one.example]
    assert [text for text in texts if text.replace("``", "") not in told] == []
    assert max(len(line) for line in result.stdout.splitlines() if " " in line.strip()) <= 80


def test_ranges_neutral_values_and_the_chance_are_shown(tmp_path: Path) -> None:
    told = " ".join(run("transforms", "zoom", cwd=tmp_path).stdout.split())
    assert "from 0.01 to 100; 1 changes nothing; a mild range is 0.8 to 1.2." in told
    told = " ".join(run("transforms", "horizontal-flip", cwd=tmp_path).stdout.split())
    assert "0.5 by default" in told


@pytest.mark.parametrize("typed", ["horizontal-flip", "horizontal_flip", "Horizontal-Flip"])
def test_a_name_can_be_typed_with_dashes_underscores_or_capitals(
    tmp_path: Path, typed: str
) -> None:
    assert run("transforms", typed, "--json", cwd=tmp_path).json["name"] == "horizontal_flip"


@pytest.mark.parametrize(
    ("typed", "near"), [("rotatoin", "rotation"), ("flip", "horizontal-flip"), ("", "lists them")]
)
def test_an_unknown_name_is_refused_with_the_nearest_names(
    tmp_path: Path, typed: str, near: str
) -> None:
    result = run("transforms", typed, cwd=tmp_path)
    assert_refused(result, repr(typed))
    assert near in result.stderr


def test_scripts_get_every_transform_with_its_numbers(tmp_path: Path) -> None:
    listed = run("transforms", "--json", cwd=tmp_path).json["transforms"]
    assert [one["name"] for one in listed] == list(catalogue())
    alone = run("transforms", "rotation", "--json", cwd=tmp_path).json
    assert {"schema": 1, **listed[0]} == alone
    assert listed[0]["knobs"] == [
        {
            "flag": "--rotation",
            "name": "degrees",
            "rule": "Degrees from -360 to 360",
            "unit": "degrees",
            "low": -360,
            "high": 360,
            "neutral": 0,
            "default": [-30, 30],
        }
    ]
    assert listed[0]["switches"][0]["flag"] == "--fit-inside"
    assert listed[0]["kind"] == "Homography"


@each_transform
def test_a_card_has_numbers_that_agree(transform: Transform) -> None:
    for knob in Description.of(transform).knobs:
        assert knob.low <= knob.default[0] <= knob.default[1] <= knob.high
        assert knob.neutral is None or knob.low <= knob.neutral <= knob.high


@each_transform
def test_its_example_means_the_default_range(transform: Transform) -> None:
    _, name, *arguments = shlex.split(Description.of(transform).example)
    context = load_command(name).make_context(name, arguments, **cli.context_settings)
    knob = next(iter(transform.knobs.values()), None)
    typed = context.params[transform.name]
    assert typed is True if knob is None else knob.parse(typed) == knob.default_interval


def test_the_catalogue_is_shown_without_loading_heavy_libraries() -> None:
    result = run_python("-X", "importtime", "-m", "augcli", "transforms", "rotation")
    assert result.code == 0
    lines = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "augcli" in loaded
    assert not loaded & {"numpy", "cv2", "PIL", "matplotlib", "scipy"}


def test_results_go_to_stdout_in_a_process_too() -> None:
    result = run("transforms", "elastic")
    assert (result.code, result.stderr) == (0, "")
    assert result.stdout.startswith("elastic (distortion): ")
