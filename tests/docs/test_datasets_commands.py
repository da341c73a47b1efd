"""Every command of docs/datasets.md runs as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import expand, run

TEXT = (Path(__file__).parents[2] / "docs" / "datasets.md").read_text("utf-8")
LINES = sorted(
    {line.partition(" #")[0].strip() for line in re.findall(r"^ *(augcli .*)", TEXT, re.M)}
)


@pytest.fixture
def place(tmp_path: Path, line: str) -> Path:
    """A folder with what a command is about: ``data/``, in splits or not, and ``out/``."""
    for label, count in {"hat": 8, "shoe": 4}.items():
        for n in range(count):
            split = ("train", "val")[n % 2] if "data/train" in line else "."
            file = tmp_path / "data" / split / label / f"patient{n}.png"
            save(file, photo(100 * count + n))
    if re.search(r"(inspect|check-leak) out/", line):
        expand(tmp_path / "data", tmp_path / "out", "--copies", "1", "--split", "val=0.25")
    if "--labels folds" in line:
        run("split", "data", "folds", "--folds", "5", cwd=tmp_path)
        (script,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    elif "--labels" in line:
        for n in range(6):
            save(tmp_path / "data" / "images" / f"{n}.png", photo(n))
        rows = "".join(f"{n},{'cat' if n % 2 else 'dog'}\n" for n in range(6))
        (tmp_path / "data" / "labels.csv").write_text(f"image,label\n{rows}")
    return tmp_path


@pytest.mark.parametrize("line", LINES)
def test_the_command_runs(line: str, place: Path) -> None:
    result = run(*shlex.split(line)[1:], cwd=place)
    assert result.code == 0, result.stderr


def test_the_page_has_a_command_for_each_thing_that_it_teaches() -> None:
    taught = (
        "--html",
        "--split",
        "--balance",
        "--group-by",
        "--group-near-duplicates",
        "check-leak",
    )
    assert [one for one in taught if not any(one in line for line in LINES)] == []
