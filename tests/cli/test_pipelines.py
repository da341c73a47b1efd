"""Pipelines on the command line: files, presets, policies, and flags that change them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from augcli.config.presets import presets
from augcli.pipeline.policies import POLICIES

from .running import assert_refused, expand, outputs, records, run, run_file

FILE = """
fill-mode = "reflect"
seed = 7

[[step]]
transform = "rotation"
degrees = [-30, 40]

[[step]]
one-of = [{ transform = "gamma", exponent = 0.5 }, { transform = "invert" }]
chance = 0.5
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "aug.toml"
    path.write_text(FILE)
    return path


def _pipeline(config: Path, *flags: str) -> list[dict[str, object]]:
    result = run("config", "show", config, *flags)
    assert result.code == 0, result.stderr
    steps = tomllib.loads(result.stdout)["step"]
    assert isinstance(steps, list)
    return steps


def test_expand_runs_the_pipeline_of_a_file(two_images: Path, config: Path, tmp_path: Path) -> None:
    expand(two_images, tmp_path / "out", "--config", config)
    run_settings = run_file(tmp_path / "out")
    assert run_settings["seed"] == 7
    assert [step.get("transform", "some_of") for step in run_settings["pipeline"]] == [
        "rotation",
        "some_of",
    ]
    fired = {one["transform"] for record in records(tmp_path / "out") for one in record["recipe"]}
    assert {"rotation"} < fired <= {"rotation", "gamma", "invert"}


def test_flags_and_the_file_saved_from_them_give_the_same_bytes(
    two_images: Path, tmp_path: Path
) -> None:
    flags = [
        *("--rotation", "20", "--fit-inside", "--gaussian-blur", "2", "--fill-mode", "wrap"),
        *("--chance", "rotation=0.7", "--policy", "randaugment", "--seed", "3"),
    ]
    saved = tmp_path / "saved.toml"
    assert run("config", "init", saved, *flags).code == 0
    expand(two_images, tmp_path / "flags", *flags)
    expand(two_images, tmp_path / "file", "--config", saved)
    assert outputs(tmp_path / "flags") == outputs(tmp_path / "file")


def test_a_flag_changes_the_step_of_its_transform(config: Path) -> None:
    first, _ = _pipeline(config, "--rotation", "5", "--chance", "rotation=0.5")
    assert first == {"transform": "rotation", "degrees": [-5, 5], "chance": 0.5}


def test_a_flag_inserts_a_step_in_the_order_of_the_flags(config: Path) -> None:
    steps = _pipeline(config, "--zoom", "0.2", "--brightness", "0.1")
    assert [step.get("transform") for step in steps] == ["rotation", "zoom", "brightness", None]


def test_a_flag_can_set_the_chance_of_a_step_of_the_file(config: Path) -> None:
    first, _ = _pipeline(config, "--chance", "rotation=0.25")
    assert first["chance"] == 0.25


def test_a_flag_overrides_the_seed_and_the_sampling(config: Path) -> None:
    shown = run("config", "show", config, "--seed", "9", "--fill-mode", "wrap").stdout
    assert tomllib.loads(shown)["seed"] == 9
    assert tomllib.loads(shown)["fill-mode"] == "wrap"


def test_a_flag_that_is_typed_with_its_default_value_overrides_the_file_too(config: Path) -> None:
    shown = run("config", "show", config, "--seed", "0", "--fill-mode", "nearest").stdout
    assert not tomllib.loads(shown).keys() & {"seed", "fill-mode"}


def test_a_file_and_a_preset_at_once_are_refused(config: Path, two_images: Path) -> None:
    args = ("--config", config, "--preset", "natural")
    assert_refused(run("expand", two_images, "out", *args), "--config and --preset")


@pytest.mark.parametrize("command", ["preview", "expand", "config"])
def test_a_file_that_is_not_there_is_a_usage_problem(
    command: str, two_images: Path, tmp_path: Path
) -> None:
    args = {
        "preview": ("preview", next(two_images.rglob("*.jpg"))),
        "expand": ("expand", two_images, tmp_path / "out"),
        "config": ("config", "show"),
    }[command]
    assert_refused(run(*args, "--config", tmp_path / "none.toml"), "none.toml")


def test_check_accepts_a_valid_file_and_refuses_another(config: Path) -> None:
    result = run("config", "check", config)
    assert (result.code, "2 steps" in result.stderr) == (0, True)
    config.write_text(FILE.replace("[-30, 40]", "[40, -30]"))
    assert_refused(run("config", "check", config), "line 7, step 1, rotation: degrees")


def test_init_never_changes_an_existing_file(config: Path) -> None:
    assert_refused(run("config", "init", config), "exists and is not changed")
    assert config.read_text() == FILE


def test_the_schema_is_json() -> None:
    found = json.loads(run("config", "schema").stdout)
    assert found["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("name", presets())
def test_every_preset_expands(name: str, two_images: Path, tmp_path: Path) -> None:
    expand(two_images, tmp_path / "out", "--preset", name, "--copies", "1")
    assert records(tmp_path / "out")


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_expands_and_its_steps_are_recorded(
    name: str, two_images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(two_images, out, "--policy", name, "--rotation", "10")
    for record in records(out):
        assert record["recipe"][0]["transform"] == "rotation"
    assert run("verify", out, "--deep", two_images).code == 0


def test_a_policy_alone_is_used_without_a_preset(two_images: Path, tmp_path: Path) -> None:
    result = expand(two_images, tmp_path / "out", "--policy", "trivialaugment")
    assert "preset" not in result.stderr
    assert all(len(record["recipe"]) <= 1 for record in records(tmp_path / "out"))


def test_a_preview_saves_the_pipeline_of_its_flags(two_images: Path, tmp_path: Path) -> None:
    saved, flags = tmp_path / "saved.toml", ("--rotation", "20", "--horizontal-flip")
    args = (*flags, "-o", tmp_path / "sheet.png", "--save-config", saved)
    assert run("preview", two_images / "hat" / "a.jpg", *args).code == 0
    expand(two_images, tmp_path / "flags", *flags)
    expand(two_images, tmp_path / "file", "--config", saved)
    assert outputs(tmp_path / "flags") == outputs(tmp_path / "file")
    assert_refused(run("preview", two_images / "hat" / "a.jpg", *args), "exists")


@pytest.mark.parametrize(
    "args",
    [["schema", "x.json"], ["schema", "--seed", "3"], ["check", "a.toml", "--rotation", "4"]],
)
def test_config_refuses_arguments_that_it_would_ignore(args: list[str]) -> None:
    assert_refused(run("config", *args), f"config {args[0]}")


def test_a_run_with_another_policy_is_refused_with_its_name(
    two_images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(two_images, out, "--policy", "randaugment", "--copies", "1")
    result = run("expand", two_images, out, "--policy", "augmix", "--copies", "1")
    assert result.code == 2
    assert "the policy randaugment" in result.stderr
    assert len(result.stderr) < 500


def test_a_fill_value_that_does_nothing_is_noted_once(two_images: Path, tmp_path: Path) -> None:
    flags = ("--grid", "1x1", "--rotation", "5", "--fill-value", "7", "--save-config", "aug.toml")
    told = run("preview", two_images / "hat" / "a.jpg", *flags, cwd=tmp_path).stderr
    assert told.count("--fill-value needs --fill-mode constant") == 1
