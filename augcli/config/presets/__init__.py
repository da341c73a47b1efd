"""Load the presets: pipelines for one kind of pictures, a TOML file each."""

from __future__ import annotations

from pathlib import Path

from augcli.config.pipeline_file import PipelineFile
from augcli.config.read import parse_pipeline

NATURAL = "natural"
"""The preset that is used if no flag names a pipeline."""

_HERE = Path(__file__).parent


def presets() -> list[str]:
    """Return the names of all presets, ``natural`` first."""
    names = sorted(file.stem for file in _HERE.glob("*.toml"))
    return [NATURAL, *(name for name in names if name != NATURAL)]


def load(name: str) -> PipelineFile:
    """Return a preset."""
    return parse_pipeline(text(name).encode(), f"preset {name}")


def text(name: str) -> str:
    """Return the text of the file of a preset."""
    return (_HERE / f"{name}.toml").read_text("utf-8")
