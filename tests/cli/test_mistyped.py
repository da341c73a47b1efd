"""Lines as people mistype them, with the whole answer of each: see the files in ``mistyped/``."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from augcli.catalogue import catalogue
from augcli.cli import COMMANDS, cli, load_command
from augcli.cli.mistakes import meanings

from .pictures import photo, save
from .running import assert_refused, run

FILES = sorted((Path(__file__).parent / "mistyped").glob("*.txt"))
CASES = [case for file in FILES for case in file.read_text("utf-8").strip().split("\n\n")]
KERAS = (
    "featurewise_center samplewise_center featurewise_std_normalization "
    "samplewise_std_normalization zca_whitening zca_epsilon rotation_range width_shift_range "
    "height_shift_range brightness_range shear_range zoom_range channel_shift_range cval rescale "
    "preprocessing_function data_format validation_split dtype target_size color_mode classes "
    "class_mode batch_size shuffle save_to_dir save_prefix save_format subset directory"
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset, an image, and names with spaces."""
    folder = tmp_path_factory.mktemp("mistyped")
    for name in ("data/hat/a", "data/hat/b", "data/dress/a", "my data/hat/a", "bird", "my bird"):
        save(folder / f"{name}.jpg", photo())
    return folder


@pytest.mark.parametrize("case", CASES, ids=[case.partition("\n")[0] for case in CASES])
def test_a_mistyped_line_is_answered_in_two_lines(here: Path, case: str) -> None:
    line, answer = case.split("\n", 1)
    result = run(*shlex.split(line.removeprefix("$ augcli ")), cwd=here)
    assert (result.code, result.stdout, result.stderr) == (2, "", f"{answer}\n")


@pytest.mark.parametrize("argument", KERAS.split())
def test_each_argument_of_keras_is_known(here: Path, argument: str) -> None:
    result = run("expand", "data", "out", f"--{argument}", "1", cwd=here)
    assert_refused(result, f"--{argument}")
    assert "--help" not in result.stderr


def test_what_is_suggested_exists() -> None:
    commands = {name: load_command(name) for name in COMMANDS}
    context = {"ctx": cli.make_context("augcli", [], resilient_parsing=True)}
    flags = {
        flag
        for one in commands.values()
        for each in one.get_params(**context)
        for flag in each.opts
    }
    texts = " ".join([*meanings.FLAGS, *meanings.ANSWERS])
    assert {found for found in re.findall(r"--[a-z][a-z0-9-]*", texts) if found not in flags} == {
        "--version"
    }
    assert set(meanings.COMMANDS) <= set(commands)


@pytest.mark.parametrize("rows", [meanings.FLAGS | meanings.ANSWERS, meanings.COMMANDS])
def test_a_word_has_one_meaning(rows: dict[str, str]) -> None:
    words = [word for row in rows.values() for word in row.split()]
    assert [word for word in set(words) if words.count(word) > 1] == []


def test_a_transform_is_known_by_the_names_of_other_libraries(here: Path) -> None:
    for transform in catalogue().values():
        name = "".join(part.capitalize() for part in transform.name.split("_"))
        result = run("transforms", f"--Random{name.removeprefix('Random')}", cwd=here)
        assert f" {transform.flag} is a flag of" in result.stderr


def test_a_file_named_like_a_number_is_no_mistake(here: Path) -> None:
    save(here / "2.jpg", photo())
    (here / "2.jpg").rename(here / "2")
    result = run("preview", "--brightness", "0.2", "2", "-o", "two.png", cwd=here)
    assert (result.code, result.stdout) == (0, "two.png\n")


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "{} x",
        "{}.jpg",
        "preview x {}",
        "expand x y {}",
        "expand x y --rotation {}",
        "help {}",
    ],
)
def test_no_word_is_too_long(line: str) -> None:
    assert_refused(run(*line.format("x" * 5000).split()))
