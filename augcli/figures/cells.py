"""The cells of a figure: what to show, with its caption and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.imaging.image import Image
from augcli.pipeline.steps import Recipe


@dataclass(frozen=True)
class CellSpec:
    """What to show, and what to say of it in pieces that belong together; no pixels yet."""

    caption: tuple[str, ...]
    recipe: Recipe


ORIGINAL = CellSpec(("original",), [])
"""The untouched picture."""


@dataclass(frozen=True)
class Cell(CellSpec):
    """A shot and its picture."""

    image: Image


@dataclass(frozen=True)
class Section:
    """Cells that belong together, and what to say over them, if anything."""

    title: str
    cells: tuple[Cell, ...]
