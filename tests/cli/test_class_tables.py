"""``[classes.NAME]`` in a project file: copies and a pipeline of its own for one class."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, records, run, tree

PLAIN = """
copies = 3

[[step]]
transform = "rotation"
degrees = 20
"""
HAT = """
[classes.hat]
copies = 2

[[classes.hat.step]]
transform = "brightness"
factor = [0.5, 0.8]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for label in ("hat", "shoe", "sock"):
        for number in range(2):
            save(tmp_path / "data" / label / f"{number}.png", photo(number))
    return tmp_path / "data"


def _config(data: Path, text: str, name: str = "aug.toml") -> Path:
    path = data.parent / name
    path.write_text(text)
    return path


def _transforms(out: Path, label: str) -> set[str]:
    return {
        fired["transform"]
        for one in records(out)
        if one["label"] == label
        for fired in one["recipe"]
    }


def test_a_class_has_copies_and_steps_of_its_own(data: Path, tmp_path: Path) -> None:
    tables = HAT + "[classes.sock]\ncopies = 0\n"
    out = tmp_path / "out"
    result = run("expand", data, out, "--config", _config(data, PLAIN + tables), "--json")
    assert result.code == 0, result.stderr
    copies = {label: one["copies"] for label, one in result.json["classes"].items()}
    assert copies == {"hat": 4, "shoe": 6, "sock": 0}
    assert _transforms(out, "hat") == {"brightness"}
    assert _transforms(out, "shoe") == {"rotation"}
    assert run("verify", out, "--deep", data).code == 0


def test_the_bytes_of_other_classes_are_those_without_the_table(data: Path, tmp_path: Path) -> None:
    for name, text in {"plain": PLAIN, "tables": PLAIN + HAT}.items():
        assert run("expand", data, tmp_path / name, "--config", _config(data, text)).code == 0
    plain, tables = (tree(tmp_path / name) for name in ("plain", "tables"))
    shoes = {file: found for file, found in plain.items() if file.startswith("shoe/")}
    assert shoes
    assert {file: tables[file] for file in shoes} == shoes


def test_a_preset_serves_one_class(data: Path, tmp_path: Path) -> None:
    config = _config(data, PLAIN + '[classes.hat]\npreset = "digits"\n')
    assert run("expand", data, tmp_path / "out", "--config", config).code == 0
    assert len(_transforms(tmp_path / "out", "hat")) > 1
    assert _transforms(tmp_path / "out", "shoe") == {"rotation"}


def test_a_run_with_another_pipeline_for_a_class_is_refused(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("expand", data, out, "--config", _config(data, PLAIN + HAT)).code == 0
    other = _config(data, PLAIN + HAT.replace("0.5", "0.6"))
    result = run("expand", data, out, "--config", other)
    assert_refused(result)
    assert "pipeline of hat was" in result.stderr
    assert (
        run("expand", data, out, "--config", _config(data, PLAIN + HAT), "--json").json["written"]
        == 0
    )


def test_what_is_typed_wins_over_the_copies_of_the_table(data: Path, tmp_path: Path) -> None:
    config = _config(data, PLAIN + HAT)
    result = run(
        "expand",
        data,
        tmp_path / "out",
        "--config",
        config,
        "--copies",
        "hat=1",
        "--dry-run",
        "--json",
    )
    assert result.json["classes"]["hat"]["copies"] == 2


def test_a_saved_project_makes_the_same(data: Path, tmp_path: Path) -> None:
    saved, out = tmp_path / "saved.toml", tmp_path / "out"
    config = _config(data, PLAIN + HAT)
    assert run("expand", data, out, "--config", config, "--save-config", saved).code == 0
    again = run("expand", "--config", saved, "--json")
    assert again.code == 0, again.stderr
    assert again.json["written"] == 0
    assert "1 class" in run("config", "check", saved).stderr


def test_the_preview_shows_the_copies_that_expand_makes(data: Path, tmp_path: Path) -> None:
    config = _config(data, PLAIN + HAT)
    for target in (data, data / "hat" / "0.png"):
        page = tmp_path / "page.html"
        result = run("preview", target, "--config", config, "--html", page)
        assert result.code == 0, result.stderr
        assert "brightness" in page.read_text()


def test_the_schema_knows_the_tables() -> None:
    schema = json.loads(run("config", "schema").stdout)
    assert {*schema["properties"]["classes"]["additionalProperties"]["properties"]} == {
        "copies",
        "preset",
        "step",
    }


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("[classes.hatt]\ncopies = 2", "did you mean hat?"),
        ("[classes.hat]\ncopy = 2", "the keys of a class are copies, preset, step"),
        ("[classes.hat]\ncopies = -1", "whole number"),
        ("[classes.hat]\nstep = []", "copies = 0"),
        ("[classes.hat]", "no keys"),
        ('[classes.hat]\npreset = "digit"', "the presets are"),
        ("[classes]\nhat = 2", "a class is a table"),
        ('[[classes.hat.step]]\ntransform = "rotatoin"', "rotation"),
    ],
)
def test_bad_tables_are_refused(data: Path, tmp_path: Path, tables: str, said: str) -> None:
    result = run("expand", data, tmp_path / "out", "--config", _config(data, PLAIN + tables))
    assert_refused(result)
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_target_for_all_does_not_go_with_copies_of_a_class(data: Path, tmp_path: Path) -> None:
    text = PLAIN.replace("copies = 3", 'balance = "largest"') + HAT
    result = run("expand", data, tmp_path / "out", "--config", _config(data, text))
    assert_refused(result, "copies")


def test_a_key_of_another_type_is_answered_by_a_line_that_works(data: Path, tmp_path: Path) -> None:
    request = "expand", data, tmp_path / "out", "--dry-run", "--config"
    for line in ("balance = true", "split = 0.2"):
        result = run(*request, _config(data, line))
        assert_refused(result)
        shown = result.stderr.partition("for example: ")[2]
        assert run(*request, _config(data, shown)).code == 0


def test_the_preset_for_the_other_classes_is_told_by_its_flags(data: Path, tmp_path: Path) -> None:
    config = _config(data, HAT)
    told = run("expand", data, tmp_path / "out", "--config", config, "--dry-run").stderr
    assert "using the preset natural, which is --rotation 10 " in told


def test_export_tells_what_it_leaves_out(data: Path) -> None:
    config = _config(data, PLAIN + HAT)
    told = run("export", "--to", "torchvision", "--config", config)
    assert told.code == 0
    assert "a pipeline of their own are left out: hat" in told.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("copies = 3\n", "aug.toml, line 1: copies and --balance both say"),
        ("[classes.hat]\ncopies = 2\n", "[classes.hat] copies and --balance both say"),
    ],
)
def test_copies_in_the_file_do_not_go_with_a_target(data: Path, text: str, said: str) -> None:
    config = _config(data, text)
    result = run("expand", data, data.parent / "out", "--config", config, "--balance")
    assert_refused(result)
    assert said in result.stderr
    assert result.stderr.endswith("  -> leave one of the two out\n")
