"""Describe the cells of a figure: caption, recipe and picture."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.imaging.image import Image
from augcli.pipeline.steps import Recipe

NOT_RUN = "–"
"""What a text of a caption ends with if the step that it names has not run. It is shown in gray."""


@dataclass(frozen=True)
class CellSpec:
    """A cell without its picture.

    The texts of a caption stand below each other, and beside those of other cells in a row. Each
    may have several lines.
    """

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
