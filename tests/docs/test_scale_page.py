"""The recipes of docs/scale.md make parts of the single run, typed as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import expand, tree

TEXT = (Path(__file__).parents[2] / "docs" / "scale.md").read_text("utf-8")
FLAGS = ("--copies", "5", "--rotation", "15")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs bash")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset, ``data``, its run, ``whole``, and ``augcli`` to put on the path."""
    work = tmp_path_factory.mktemp("scale")
    for number in range(4):
        save(work / "data" / "hat" / f"{number}.png", photo(number, 12, 9))
    expand(work / "data", work / "whole", *FLAGS)
    program = work / "bin" / "augcli"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m augcli "$@"\n')
    program.chmod(0o755)
    return work


def bash(work: Path, folder: Path, script: str, env: Mapping[str, str] = {}) -> None:
    """Run a script in a folder that has ``data``."""
    folder.mkdir(exist_ok=True)
    if not (folder / "data").exists():
        (folder / "data").symlink_to(work / "data")
    path = f"{work / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **env, "PATH": path}
    subprocess.run(["bash", "-ec", script], cwd=folder, env=environment, check=True)


def section(title: str) -> str:
    """Return the text below a heading."""
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.S | re.M)
    return str(found)


def scripts(text: str) -> list[str]:
    """Return the scripts in YAML: what is below ``- |`` or ``run: |``, and indented further."""
    found = re.findall(r"^( *)- (?:run: )?\|\n((?:\1  +.*\n)+)", text, re.M)
    return [textwrap.dedent(script) for _, script in found]


def test_the_first_commands_make_the_single_run(work: Path, tmp_path: Path) -> None:
    (first,) = re.findall(r"\A.*?```sh\n(.*?)```", TEXT, re.S)
    bash(work, tmp_path, first)
    assert tree(tmp_path / "out") == tree(work / "whole")


def test_the_slurm_array_makes_the_single_run(work: Path, tmp_path: Path) -> None:
    part, merge = re.findall(r"```sh\n(.*?)```", section("SLURM"), re.S)
    for task in ("0", "1"):
        array = {"SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "2"}
        bash(work, tmp_path, part, array)
    bash(work, tmp_path, merge)
    assert tree(tmp_path / "out") == tree(work / "whole")


def test_the_indexed_job_makes_the_single_run(work: Path, tmp_path: Path) -> None:
    text = section("Kubernetes")
    (script,) = scripts(text)
    assert re.findall(r"completions: (\d+)", text) == re.findall(r'value: "(\d+)"', text)
    for index in ("0", "1"):
        bash(work, tmp_path, script, {"JOB_COMPLETION_INDEX": index, "PARTS": "2"})
    bash(work, tmp_path, "augcli merge parts/* -o out/")
    assert tree(tmp_path / "out") == tree(work / "whole")


def test_the_matrix_makes_the_single_run(work: Path, tmp_path: Path) -> None:
    part, merge = scripts(section("GitHub Actions"))
    for number in ("1", "2"):
        script = part.replace("${{ matrix.part }}", number)
        script = script.replace("${{ strategy.job-total }}", "2")
        assert "${{" not in script
        bash(work, tmp_path, script)
    bash(work, tmp_path, f"mkdir parts; mv part-* parts/\n{merge}")
    assert tree(tmp_path / "out") == tree(work / "whole")
