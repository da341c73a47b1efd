"""Data to train on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_images"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, which has the sample images in class folders as ``data``."""
    for label in ("bird", "cat", "flower"):
        shutil.copytree(SAMPLES / label, tmp_path / "data" / label)
    shutil.copytree(SAMPLES, tmp_path / "sample_images")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hugging_face"))
    return tmp_path
