"""Pipelines that suit a kind of pictures, each a TOML file in this folder."""

from __future__ import annotations

from importlib.resources import files

from augcli.config.model import PipelineFile
from augcli.config.read import parse_pipeline

NATURAL = "natural"
"""The preset of those who name no transform."""


def presets() -> list[str]:
    """Give the names of all presets, the one for everybody first."""
    found = sorted(file.name for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    names = [name.removesuffix(".toml") for name in found]
    return [NATURAL, *(name for name in names if name != NATURAL)]


def load(name: str) -> PipelineFile:
    """Read a preset by its name."""
    return parse_pipeline(text(name).encode(), f"preset {name}")


def text(name: str) -> str:
    """Give the file of a preset."""
    return (files(__name__) / f"{name}.toml").read_text("utf-8")
