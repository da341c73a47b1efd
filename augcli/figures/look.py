"""Render copies of one picture for a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from augcli.catalogue.effects import Pixels
from augcli.dataset.partners import everyone
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.figures.captions import caption_of
from augcli.figures.cells import Cell, CellSpec, Section
from augcli.figures.open_image import open_image, read_image
from augcli.figures.shown_size import shown_size
from augcli.imaging.image import Frame, Image
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.partners import PartnerPool, Partners, needs_partners
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Recipe


@dataclass(frozen=True)
class CopyRenderer:
    """Renders the copies that a maker makes, at the size of a figure."""

    maker: CopyMaker

    def copies(self, name: str, count: int) -> list[CellSpec]:
        """Return copies 1 to ``count`` of the source with a name."""
        return [
            CellSpec(caption_of(f"#{copy}", self.maker.pipeline.stages, recipe), recipe)
            for copy, recipe in self.maker.draw(name, range(1, count + 1)).items()
        ]

    def cell(self, image: Image, spec: CellSpec, box: Frame) -> Cell:
        """Return a cell with its picture, no larger than a box in pixels."""
        return Cell(spec.caption, spec.recipe, self.render(image, spec.recipe, box))

    def copy_size(self, recipe: Recipe, frame: Frame) -> Frame:
        """Return the size of a copy of a source with a frame, in pixels."""
        return self.maker.output.size or self.maker.effects(recipe, frame)[1]

    def render(self, image: Image, recipe: Recipe, box: Frame) -> Image:
        """Make a copy that is no larger than a box."""
        effects, frame = self.maker.effects(recipe, image.frame)
        if not any(isinstance(effect, Pixels) for effect in effects):
            return self.maker.render(_canvas(image, frame, box), [recipe])[0]
        # Noise and blur depend on the size of the picture, so it is made smaller afterwards.
        (whole,) = self.maker.render(Canvas(image), [recipe])
        return self.maker.render(_canvas(whole, frame, box), [[]])[0]


@dataclass(frozen=True)
class Series:
    """Cells of one picture under a title, which may be empty; not rendered yet."""

    title: str
    renderer: CopyRenderer
    specs: tuple[CellSpec, ...]

    def section(self, image: Image, box: Frame) -> Section:
        """Render the pictures, none larger than a box in pixels."""
        return Section(
            self.title, tuple(self.renderer.cell(image, spec, box) for spec in self.specs)
        )


def find_partner_pool(
    pipeline: Pipeline, files: Sequence[Path], root: Path | None, *, across: bool = False
) -> PartnerPool | None:
    """Return the pool of pictures to mix with, from files or a dataset; None if nothing mixes.

    Raises:
        UsageProblem: there are no pictures to mix with, or a file can't be decoded.
    """
    if not needs_partners(pipeline):
        return None
    if files:
        images = {str(path): open_image(path) for path in files}
        partners = Partners(dict.fromkeys(images, ""), across=True)
        return PartnerPool(partners, lambda name: (images[name], ""))
    if root is None:
        raise UsageProblem(
            "mixing needs a second picture",
            "give one with --partner FILE, or the dataset that IMAGE is of with --root DIR",
        )

    partners = everyone(Dataset(root), across=across)
    return PartnerPool(partners, lambda name: (read_image(root / name), ""))


def _canvas(image: Image, frame: Frame, box: Frame) -> Canvas:
    """Return the canvas of a picture whose copies have a frame, reduced to fit the box."""
    shown = shown_size(frame, box)
    # A side smaller than it is shown stays as it is: draw.py enlarges it.
    size = Frame(min(frame.width, shown.width), min(frame.height, shown.height))
    return Canvas(image, None if size == frame else size)
