"""The options of expand that the page does not change are in what it gives to take along."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from .asking import ROTATION
from .running import running


def test_the_command_keeps_the_flags_that_the_page_does_not_change(
    dataset: Path,
) -> None:
    with running(dataset, "--no-open", "--size", "32", "--fit", "cover", "--reject") as studio:
        _, said = studio.post("/api/check", state=ROTATION)
    assert json.loads(said)["command"].endswith(
        "--rotation 30 --seed 3 --size 32x32 --fit cover --reject"
    )


OPTIONS = {
    "format": "webp",
    "quality": 80,
    "subsampling": "4:4:4",
    "size": "64x48",
    "fit": "cover",
    "reject": True,
    "mix-across": True,
    "splits": "leave-out",
    "follow-links": True,
}


def test_the_options_of_expand_in_a_file_are_in_the_command_and_in_a_new_file(
    dataset: Path, tmp_path: Path
) -> None:
    file, new = tmp_path / "aug.toml", tmp_path / "new.toml"
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in OPTIONS.items()]
    file.write_text("".join(lines) + '[[step]]\ntransform = "rotation"\n')
    typed = ("--quality", "90", "--config", file, "--save-config", new)
    with running(dataset, "--no-open", *typed) as studio:
        _, said = studio.post("/api/check", state=ROTATION)
        assert studio.post("/api/save", state=ROTATION)[0] == 200
    command = json.loads(said)["command"]
    expected = OPTIONS | {"quality": 90}
    for key, value in expected.items():
        assert f" --{key}{'' if value is True else f' {value}'}" in command
    saved = tomllib.loads(new.read_text())
    assert {key: saved.get(key) for key in expected} == expected
