"""Check that a file can hold a whole run: augcli expand --config job.toml."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from .running import assert_refused, expand, records, run, run_file, tree

STEP = '[[step]]\ntransform = "rotation"\ndegrees = 20\n'
JOB = f"""\
data = "pictures"
out = "../out"
copies = 2
size = "24x16"
seed = 7
quality = 80
fit = "cover"
format = "jpg"
reject = true
timeout = 30
fill-mode = "constant"
fill-value = [255, 0, 0]

{STEP}"""
OUTPUT = ("--size", "24x16", "--quality", "80", "--fit", "cover", "--format", "jpg", "--reject")
FILL = ("--fill-mode", "constant", "--fill-value", "255,0,0", "--rotation", "20")
FLAGS = ("--copies", "2", "--seed", "7", "--timeout", "30", *OUTPUT, *FILL)


@pytest.fixture
def here(two_images: Path, tmp_path: Path) -> Path:
    """A folder with job.toml, in jobs, and the dataset jobs/pictures."""
    shutil.copytree(two_images, tmp_path / "jobs" / "pictures")
    (tmp_path / "jobs" / "job.toml").write_text(JOB, "utf-8")
    return tmp_path


def _write(here: Path, text: str) -> Path:
    (here / "jobs" / "job.toml").write_text(text, "utf-8")
    return here / "jobs" / "job.toml"


def test_a_file_alone_is_a_run(here: Path) -> None:
    result = run("expand", "--config", "jobs/job.toml", cwd=here)
    assert result.code == 0, result.stderr
    assert "4 files written to out " in result.stdout
    expand(here / "jobs" / "pictures", here / "typed", *FLAGS)
    assert tree(here / "out") == tree(here / "typed")


def test_what_is_typed_wins_then_variables_then_the_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUGCLI_EXPAND_CONFIG", str(here / "jobs" / "job.toml"))
    monkeypatch.setenv("AUGCLI_EXPAND_SEED", "3")
    monkeypatch.setenv("AUGCLI_EXPAND_COPIES", "9")
    out = here / "other"
    result = run("expand", here / "jobs" / "pictures", out, "--copies", "1", "--zoom", "0.1")
    assert result.code == 0, result.stderr
    found = run_file(out)
    assert (found["seed"], found["settings"]["copies"]) == (3, 1)
    assert found["settings"]["size"] == "24x16"
    assert [step["transform"] for step in found["pipeline"]] == ["rotation", "zoom"]


def test_a_preset_and_chances_may_stand_for_the_steps(here: Path) -> None:
    job = _write(here, 'preset = "digits"\nchance = ["rotation=0.5"]\ndata = "x"\nseed = 4\n')
    flags = ("--preset", "digits", "--chance", "rotation=0.5", "--seed", "4")
    assert run("config", "show", job).stdout == run("config", "show", *flags).stdout
    typed = run("config", "show", "--config", job, "--preset", "natural", "--seed", "0").stdout
    assert typed == run("config", "show", "--preset", "natural", *flags[2:4]).stdout
    _write(here, 'data = "pictures"\nout = "made"\nquiet = true\njson = true\n')
    found = run("expand", "--config", job)
    assert (found.json["written"], found.stderr) == (10, "")


def test_other_commands_use_what_concerns_them(here: Path) -> None:
    job, image = here / "jobs" / "job.toml", here / "jobs" / "pictures" / "hat" / "a.jpg"
    assert run("config", "check", job).stderr == f"{job} is valid: 1 step, 9 options\n"
    assert run("config", "show", job).stdout.startswith("# As flags: --rotation 20 ")
    result = run("preview", image, "--config", job, "--grid", "1x1", "-o", here / "f.png")
    assert (result.code, result.stderr) == (0, "")
    assert run("export", "--to", "keras", "--config", job).code == 0
    compared = ("--compare", job, "digits", "--grid", "1x1", "-o", here / "g.png")
    assert run("preview", image, *compared).code == 0


def test_expand_can_write_the_file_that_does_the_same(here: Path) -> None:
    job = Path("jobs/saved.toml")
    result = run("expand", "jobs/pictures", "one", *FLAGS, "--save-config", job, cwd=here)
    assert result.code == 0, result.stderr
    before = tree(here / "one")
    for name in ("saved.toml", "again.toml"):
        again = ("--config", job, "--save-config", f"jobs/{name}")
        assert "nothing to write" in run("expand", *again, cwd=here).stdout
    assert (here / "jobs" / "again.toml").read_bytes() == (here / job).read_bytes()
    assert tree(here / "one") == before
    other = ("expand", "--config", job, "--workers", "1", "--save-config")
    assert_refused(run(*other, job, cwd=here), "exists")
    assert_refused(run(*other, "one/job.toml", cwd=here), "is inside")


def test_names_beyond_ascii_are_written_and_read(here: Path) -> None:
    os.rename(here / "jobs" / "pictures", here / "Bilder \U0001f600 ä\"'\\")  # noqa: PTH104, a name with a backslash
    data, job = "Bilder \U0001f600 ä\"'\\", here / "job.toml"
    flags = ("--copies", "1", "--rotation", "5", "--save-config", job)
    assert run("expand", data, "öut", *flags, cwd=here).code == 0
    assert run("expand", "--config", job).stdout.count("nothing to write") == 1
    (here / os.fsdecode(b"a\xff")).mkdir()
    stray = ("expand", data, os.fsdecode(b"a\xff"), *flags[:-1], here / "stray.toml")
    assert_refused(run(*stray, cwd=here), "UTF-8")


BAD = {
    "copies = 0": ("line 1: copies: give a whole number from 1 to 9,999", "copies = 5"),
    'data = "x"\ncopies = "3"': ("line 2: copies: must be a whole number", "copies = 5"),
    "copies = true": ("line 1: copies: must be a whole number", "copies = 5"),
    "size = [3, 4, 5]": ("line 1: size: write two whole numbers", 'size = "224x224"'),
    'max-pixels = "many"': ("line 1: max-pixels: give a whole number from 1", "max-pixels = "),
    'size = "5x"': ("line 1: size: write two whole numbers", 'size = "224x224"'),
    'format = "gif"': ("line 1: format: choose from same, jpg", 'format = "same"'),
    "reject = 1": ("line 1: reject: must be true or false", "reject = true"),
    "timeout = 0": ("line 1: timeout: give a number above 0, up to 86,400", "timeout = "),
    'swap-labels = "a=b"': ("line 1: swap-labels: must be a list", '["left=right"]'),
    'swap-labels = ["a"]': ("line 1: swap-labels: write the names", '["left=right"]'),
    'data = ""': ("line 1: data: must not be empty", 'data = "data"'),
    "data = 3": ("line 1: data: must be text", 'data = "data"'),
    'out = "a\\u0000b"': ("line 1: out: embedded null byte", 'out = "out"'),
    'preset = "digit"': ("line 1: preset: choose from natural, ", 'preset = "natural"'),
    f'preset = "digits"\n{STEP}': ("line 1: preset: the file has steps too", "leave one"),
    "copis = 3": ("line 1: copis: no such key", "did you mean copies?"),
    'data = "x"\nrotation = 3': ("line 2: rotation: no such key", "[[step]]"),
    'config = "x.toml"': ("line 1: config: no such key", "the keys are"),
    "overwrite = true": ("line 1: overwrite: no such key", "the keys are"),
}


@pytest.mark.parametrize(("text", "said"), BAD.items())
def test_a_bad_value_is_told_with_its_line(here: Path, text: str, said: tuple[str, str]) -> None:
    job = _write(here, text)
    for arguments in (("config", "check", job), ("expand", "--config", job)):
        result = run(*arguments)
        assert_refused(result, f"{job}, {said[0]}")
        assert said[1] in result.stderr.splitlines()[1]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("size = 24", ("--size", "24x24")),
        ("size = [24, 16]", ("--size", "24x16")),
        ('timeout = "2min"\nmax-pixels = "64M"', ()),
    ],
)
def test_numbers_may_be_written_as_they_are_typed(
    here: Path, text: str, flags: tuple[str, ...]
) -> None:
    job = _write(here, f'data = "pictures"\nout = "made"\ncopies = 1\n{text}\n{STEP}')
    assert run("expand", "--config", job, "-q").code == 0
    expand(here / "jobs" / "pictures", here / "typed", "--copies", "1", "--rotation", "20", *flags)
    assert tree(here / "jobs" / "made") == tree(here / "typed")


@pytest.mark.parametrize("text", ["copies = 0", "copies = ", "copis = 3"])
def test_a_file_that_asks_for_json_gets_its_errors_as_an_object(here: Path, text: str) -> None:
    result = run("expand", "--config", _write(here, f"json = true\n{text}\n"))
    assert (result.code, result.json["exit_code"]) == (2, 2)
    assert result.json["error"] in result.stderr


def test_paths_that_are_wrong_are_shown_as_they_are(here: Path) -> None:
    job = _write(here, f'data = "datas"\nout = "out"\n{STEP}')
    assert_refused(run("expand", "--config", job), f"{job.parent / 'datas'} does not exist")
    job = _write(here, f'data = "pictures"\nout = "pictures/out"\n{STEP}')
    refused = run("expand", "--config", "jobs/job.toml", cwd=here)
    assert_refused(refused, "jobs/pictures/out is inside the dataset jobs/pictures")


def test_a_path_may_begin_with_the_home_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("USERPROFILE", str(here))
    job = _write(here, f'data = "~/jobs/pictures"\nout = "~/at home"\ncopies = 1\n{STEP}')
    assert run("expand", "--config", job).code == 0
    assert len(records(here / "at home")) == 2


def test_a_rule_between_two_values_names_their_places(here: Path) -> None:
    job = _write(here, 'swap-labels = ["hat=shoe"]\nreject = true\ndata = "pictures"\nout = "o"\n')
    result = run("expand", "--config", job, "--horizontal-flip")
    assert_refused(result, f"{job}, line 1: swap-labels", f"{job}, line 2: reject")


def test_a_file_without_out_asks_for_it(here: Path) -> None:
    assert_refused(run("expand", "--config", _write(here, 'data = "pictures"\n')), "OUT")


def test_paths_are_relative_to_the_file_even_through_a_link(here: Path) -> None:
    (here / "far" / "away").mkdir(parents=True)
    (here / "far" / "away" / "link").symlink_to(here / "jobs")
    job = here / "far" / "away" / "link" / "job.toml"
    assert run("expand", "--config", job, "--copies", "1").code == 0
    assert len(records(here / "out")) == 2


def test_the_schema_knows_every_key_with_its_type_and_help(here: Path) -> None:
    found = json.loads(run("config", "schema").stdout)["properties"]
    number, several = found["copies"]["oneOf"]
    assert number == {"type": "integer", "minimum": 1, "maximum": 9999}
    assert several == {"type": "array", "items": {"type": ["integer", "string"]}}
    assert found["copies"]["default"] == 5
    assert found["swap-labels"]["items"] == {"type": "string"}
    assert found["fit"]["enum"] == ["stretch", "cover", "contain"]
    assert found["reject"]["type"] == "boolean"
    assert all(value.get("description") for key, value in found.items() if key != "step")
    listed = run("config", "check", _write(here, "nonsense = 3")).stderr
    keys = listed.partition("the keys are ")[2].strip().split(", ")
    assert set(keys) == set(found)
