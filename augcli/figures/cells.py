"""Describe the cells of a figure: caption, recipe and picture."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.imaging.image import Image
from augcli.pipeline.steps import Recipe


@dataclass(frozen=True)
class CellSpec:
    """A cell without its picture. A caption wraps only between its pieces."""

    caption: tuple[str, ...]
    recipe: Recipe


ORIGINAL = CellSpec(("original",), [])
"""The untouched picture."""


@dataclass(frozen=True)
class Cell(CellSpec):
    """A cell with its picture."""

    image: Image


@dataclass(frozen=True)
class Section:
    """Cells under a title, which may be empty."""

    title: str
    cells: tuple[Cell, ...]
