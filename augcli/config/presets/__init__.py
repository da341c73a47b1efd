"""Pipelines that suit a kind of pictures, each a TOML file in this folder."""

from __future__ import annotations

from pathlib import Path

from augcli.config.pipeline_file import PipelineFile
from augcli.config.read import parse_pipeline

NATURAL = "natural"
"""The preset of those who name no transform."""

_HERE = Path(__file__).parent


def presets() -> list[str]:
    """Return the names of all presets, the one for everybody first."""
    names = sorted(file.stem for file in _HERE.glob("*.toml"))
    return [NATURAL, *(name for name in names if name != NATURAL)]


def load(name: str) -> PipelineFile:
    """Read a preset by its name."""
    return parse_pipeline(text(name).encode(), f"preset {name}")


def text(name: str) -> str:
    """Return the file of a preset."""
    return (_HERE / f"{name}.toml").read_text("utf-8")
