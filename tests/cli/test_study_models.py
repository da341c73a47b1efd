"""A model of the user's own that fails, prints or ends its process does no harm to a study."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import run, run_python
from .small_study import QUICK, save_classes

FILE = """
import os, subprocess, sys
import numpy as np
import helper

print("loaded")

def first(x, y, asked, classes, seed):
    import late_helper
    print("called")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-c", "print('from a process')"])
    asked[:] = 0
    return y[:1].repeat(len(asked))

def ends(x, y, asked, classes, seed):
    sys.exit(0)

def ends_hard(x, y, asked, classes, seed):
    os._exit(3)

def interrupted(x, y, asked, classes, seed):
    raise KeyboardInterrupt

def ragged(x, y, asked, classes, seed):
    return [[1], [2, 3]]

def too_large(x, y, asked, classes, seed):
    return np.full(len(asked), 65536)

def negative(x, y, asked, classes, seed):
    return np.full(len(asked), -1)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    save_classes(root / "data", "a", "b")
    (root / "model.py").write_text(FILE)
    for name in ("helper.py", "late_helper.py", "model.txt", "no ending"):
        (root / name).touch()
    (root / "ends.py").write_text("import sys\nsys.exit(0)\n")
    (root / "interrupted.py").write_text("raise KeyboardInterrupt\n")
    (root / "broken.py").write_text("def f(:\n")
    return root


@pytest.mark.parametrize(
    ("model", "problem", "way_out"),
    [
        ("model.py:ends", "the function fails: SystemExit(0)", "must return the classes"),
        ("model.py:ends_hard", "the function ended its process with code 3", "return classes"),
        ("model.py:interrupted", "the function fails: KeyboardInterrupt()", "it is called with"),
        ("model.py:ragged", "the function fails: ValueError", "must return the classes"),
        ("model.py:too_large", "returned the class 65536, and there are 2", "from 0 to 1"),
        ("model.py:negative", "returned the class -1, and there are 2", "from 0 to 1"),
        ("model.py:none", "model.py has no function none", "write def none(x, y, asked"),
        ("model.py", "it names a file, and no function", "--model model.py:fit_and_predict"),
        ("model.py:", "it names a file, and no function", "--model model.py:fit_and_predict"),
        ("model.txt:f", "model.txt is no Python file", "ends in .py"),
        ("no ending:f", "no ending is no Python file", "ends in .py"),
        ("none.py:f", "there is no file none.py", "FILE.py:FUNCTION"),
        ("none.py", "there is no file none.py", "FILE.py:FUNCTION"),
        ("kernal", "there is no such model", "did you mean kernel?"),
        ("xyz", "there is no such model", "kernel, cnn, or FILE.py:FUNCTION"),
        ("ends.py:f", "the file fails: SystemExit(0)", "correct the file"),
        ("interrupted.py:f", "the file fails: KeyboardInterrupt()", "correct the file"),
        ("broken.py:f", "the file fails: SyntaxError", "correct the file"),
    ],
)
def test_what_is_wrong_with_it_is_told_in_two_lines(
    folder: Path, model: str, problem: str, way_out: str
) -> None:
    result = run("study", folder / "data", *QUICK, "--model", model, cwd=folder)
    assert (result.code, result.stdout) == (2, "")
    *_, first, second = result.stderr.splitlines()
    assert f"augcli: --model {model}" in first
    assert problem in first
    assert way_out in second
    assert "Traceback" not in result.stderr


def test_what_it_prints_goes_to_stderr_and_it_finds_the_files_beside_it(folder: Path) -> None:
    words = ("study", "data", *QUICK, "--model", "model.py:first", "--json")
    result = run_python("-m", "augcli", *words, cwd=folder)
    assert result.code == 0, result.stderr
    assert result.json["model"] == "model.py:first"
    for printed in ("loaded", "called", "from a process"):
        assert printed in result.stderr
