"""The snippets of docs/training.md and docs/keras.md run as they stand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sections(page: str) -> dict[str, list[str]]:
    """The Python blocks of each section of a page."""
    first, *rest = re.split(r"^## ", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)
    return {
        title: blocks
        for title, _, text in (("", "", first), *(one.partition("\n") for one in rest))
        if (blocks := BLOCK.findall(text))
    }


TRAINING, KERAS = sections("training.md"), sections("keras.md")
(START,) = TRAINING.pop("")
LINES = [
    line
    for line in (DOCS / "training.md").read_text("utf-8").splitlines()
    if line.startswith("augcli expand")
]

pytestmark = pytest.mark.environment(name="training")


def run(script: str, place: Path, backend: str = "torch") -> str:
    """Run a script in a process of its own, and return what it prints."""
    (place / "train.py").write_text(script)
    environment = {**os.environ, "KERAS_BACKEND": backend, "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "train.py"],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("section", TRAINING)
def test_a_snippet_runs(section: str, place: Path) -> None:
    for line in LINES:
        words = [sys.executable, "-m", *shlex.split(line)]
        subprocess.run(words, cwd=place, check=True, capture_output=True)
    assert run("\n".join([START, *TRAINING[section]]), place) or section == "JAX"


@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_the_script_for_keras_3_trains(place: Path, backend: str) -> None:
    (script,) = KERAS["Train with Keras 3"]
    assert "val_loss" in run(script, place, backend)


def test_every_library_has_a_snippet() -> None:
    assert set(TRAINING) >= {"PyTorch", "Keras", "Hugging Face", "JAX", "fastai"}
    assert len(LINES) == 1
