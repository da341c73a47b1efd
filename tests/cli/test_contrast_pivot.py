"""``--contrast-pivot``: from the flag and the file to recipe, replay and exported code."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pictures import photo, save
from .running import assert_refused, expand, outputs, records, run, run_file

CONTRAST = ["--contrast", "1.5,1.5"]
MIDDLE = ["--contrast-pivot", "middle"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return save(tmp_path / "data" / "a" / "1.png", photo(40, 30)).parents[1]


def test_the_mean_is_the_default_and_leaves_no_field(data: Path, tmp_path: Path) -> None:
    expand(data, tmp_path / "plain", *CONTRAST)
    expand(data, tmp_path / "mean", *CONTRAST, "--contrast-pivot", "mean")
    assert records(tmp_path / "plain")[0]["recipe"] == [{"transform": "contrast", "factor": 1.5}]
    assert outputs(tmp_path / "plain") == outputs(tmp_path / "mean")
    assert run_file(tmp_path / "plain") == run_file(tmp_path / "mean")


def test_another_pivot_is_in_recipe_and_run_file_and_can_be_replayed(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expand(data, out, *CONTRAST, *MIDDLE)
    record, *_ = records(out)
    assert record["recipe"] == [{"transform": "contrast", "factor": 1.5, "pivot": "middle"}]
    assert run_file(out)["pipeline"][0]["pivot"] == "middle"
    before = outputs(out)
    (out / record["file"]).unlink()
    assert run("replay", out, "--all", "--data", data).code == 0
    assert outputs(out) == before
    assert "nothing to write" in expand(data, out, *CONTRAST, *MIDDLE).stdout
    expand(data, tmp_path / "mean", *CONTRAST)
    assert outputs(tmp_path / "mean") != before


def test_a_pipeline_file_holds_the_pivot(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "aug.toml"
    assert run("config", "init", file, *CONTRAST, *MIDDLE).code == 0
    assert 'pivot = "middle"' in file.read_text()
    expand(data, tmp_path / "by file", "--config", file)
    expand(data, tmp_path / "by flags", *CONTRAST, *MIDDLE)
    assert outputs(tmp_path / "by file") == outputs(tmp_path / "by flags")


@pytest.mark.parametrize("value", ['"edge"', "3", "true"])
def test_a_pivot_that_does_not_exist_is_refused(data: Path, tmp_path: Path, value: str) -> None:
    file = tmp_path / "aug.toml"
    file.write_text(f'[[step]]\ntransform = "contrast"\nfactor = 0.2\npivot = {value}\n')
    assert_refused(run("config", "check", file), "line 4", "pivot", "mean, middle")
    result = run("expand", data, tmp_path / "out", *CONTRAST, "--contrast-pivot", "edge")
    assert_refused(result, "--contrast-pivot")


def test_a_pivot_alone_is_no_contrast(data: Path, tmp_path: Path) -> None:
    assert_refused(run("expand", data, tmp_path / "out", *MIDDLE), "--contrast is missing")


def test_exported_code_says_that_no_library_turns_about_the_middle() -> None:
    plain = run("export", "--to", "torchvision", *CONTRAST)
    assert (plain.code, plain.stderr) == (0, "")
    assert "#" not in plain.stdout.split("augment =")[1].split(")")[0]
    middle = run("export", "--to", "torchvision", *CONTRAST, *MIDDLE)
    assert "--contrast-pivot middle" in middle.stderr
