"""Render copies of one picture for a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from augcli.dataset.partners import everyone, partner_pool
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.figures.captions import caption_of
from augcli.figures.cells import ORIGINAL, Cell, CellSpec, Section
from augcli.figures.open_image import OpenedImage, open_image
from augcli.figures.written import picture_of, reduced
from augcli.imaging.codec.formats import output_ending
from augcli.imaging.image import Frame
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.pipeline.partners import PartnerPool, Partners, needs_partners
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.quality import Attempt, Gate, Rejected, choose, redraws
from augcli.pipeline.steps import Recipe

OnReject = Callable[[str, int, Rejected], None]
"""Is called with the name of a source, the number of a copy, and why its first draw is useless."""


@dataclass(frozen=True)
class CopyRenderer:
    """Renders the copies that a maker makes, at the size of a figure.

    With ``on_reject``, useless copies are drawn again, as ``expand --reject`` does.
    """

    maker: CopyMaker
    on_reject: OnReject | None = None

    def of_class(self, label: str) -> CopyRenderer:
        """Return the renderer of a class, which may have a pipeline of its own."""
        return replace(self, maker=self.maker.of_class(label))

    def copies(self, opened: OpenedImage, count: int) -> list[CellSpec]:
        """Return copies 1 to ``count`` of an image.

        Raises:
            SourceProblem: with ``on_reject``, the format of the copies can't hold their size.
        """
        recipes = self.maker.draw(opened.name, range(1, count + 1))
        if self.on_reject:
            recipes = self._without_useless(opened, recipes, self.on_reject)
        return [
            CellSpec(caption_of(f"#{copy}", self.maker.pipeline.stages, recipe), recipe)
            for copy, recipe in recipes.items()
        ]

    def cells(self, opened: OpenedImage, specs: Sequence[CellSpec], box: Frame) -> tuple[Cell, ...]:
        """Return cells with their pictures, none larger than a box in pixels.

        Raises:
            SourceProblem: the format of the copies can't hold their size.
        """
        source = self._source(opened)
        return tuple(
            Cell(spec.caption, spec.recipe, picture_of(self.maker, source, spec.recipe, box))
            for spec in specs
        )

    def copy_size(self, recipe: Recipe, frame: Frame) -> Frame:
        """Return the size of a copy of a source with a frame, in pixels."""
        return self.maker.output.size or self.maker.effects(recipe, frame)[1]

    def _source(self, opened: OpenedImage) -> OpenSource:
        ending = output_ending(opened.ending, self.maker.output.format)
        return self.maker.prepare(opened.image, opened.data, ending)

    def _without_useless(
        self, opened: OpenedImage, recipes: dict[int, Recipe], on_reject: OnReject
    ) -> dict[int, Recipe]:
        source = self._source(opened)
        gate = Gate(self.maker.render(source.canvas, [[]])[0])
        chosen = {}
        for copy, recipe in recipes.items():
            first = Attempt(0, self.maker.make(source, [recipe])[0])
            later = redraws(self.maker, source, opened.name, copy)
            attempt, fault = choose(chain([first], later), gate)
            if fault:
                on_reject(opened.name, copy, fault)
            chosen[copy] = attempt.made.recipe
        return chosen


def original_cell(opened: OpenedImage, box: Frame, caption: str = ORIGINAL.caption[0]) -> Cell:
    """Return the cell of the untouched image, no larger than a box in pixels."""
    return Cell((caption,), ORIGINAL.recipe, reduced(opened.image, box))


@dataclass(frozen=True)
class Series:
    """Cells of one picture under a title, which may be empty; not rendered yet."""

    title: str
    renderer: CopyRenderer
    specs: tuple[CellSpec, ...]

    def section(self, opened: OpenedImage, box: Frame, *, with_original: bool = False) -> Section:
        """Render the pictures, none larger than a box in pixels. Raises SourceProblem."""
        first = (original_cell(opened, box),) if with_original else ()
        return Section(self.title, (*first, *self.renderer.cells(opened, self.specs, box)))


def find_partner_pool(
    pipelines: Iterable[Pipeline],
    files: Sequence[Path],
    dataset: Dataset | None,
    *,
    across: bool = False,
) -> PartnerPool | None:
    """Return the pool of pictures to mix with, from files or a dataset; None if nothing mixes.

    Raises:
        UsageProblem: there are no pictures to mix with, or a file can't be decoded.
    """
    if not any(map(needs_partners, pipelines)):
        return None
    if files:
        images = {str(path): open_image(path, str(path)).image for path in files}
        partners = Partners(dict.fromkeys(images, ""), across=True)
        return PartnerPool(partners, lambda name: (images[name], ""))
    if dataset is None:
        raise UsageProblem(
            "mixing needs a second picture",
            "give one with --partner FILE, or the dataset that IMAGE is of with --root DIR",
        )
    return partner_pool(dataset.root, everyone(dataset, across=across))
