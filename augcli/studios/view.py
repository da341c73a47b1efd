"""Show the cells of a grid: copies, both ends of each knob, or each step alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from augcli.figures.cells import ORIGINAL as UNTOUCHED
from augcli.figures.cells import CellSpec
from augcli.figures.look import CopyRenderer, Series, original_cell
from augcli.figures.open_image import OpenedImage
from augcli.figures.sweeps import Sweeps
from augcli.imaging.codec.formats import output_ending
from augcli.pipeline.copy_maker import MadeCopy, OpenSource, Output
from augcli.pipeline.groups import Blend
from augcli.pipeline.quality import Attempt, Gate
from augcli.pipeline.steps import Recipe
from augcli.studios.images import KeptImage
from augcli.studios.look import ORIGINAL, Look, Row, Seen, ShownCell
from augcli.studios.shown_picture import actual_picture, shown_picture

_MOST_ROWS = 60


def _series_of(look: Look, opened: OpenedImage, renderer: CopyRenderer) -> list[Series]:
    """Return the rows of a grid, not rendered yet. Raises SourceProblem."""
    match look.view:
        case "extremes":
            return _as_many_as_fit(Sweeps(renderer, opened.name).extremes())
        case "each":
            return _as_many_as_fit(Sweeps(renderer, opened.name).each(look.count))
        case _:
            return [Series("", renderer, tuple(renderer.copies(opened, look.count)))]


def _as_many_as_fit(rows: list[Series]) -> list[Series]:
    """Return the first rows; the title of one without cells says how many there are."""
    if len(rows) <= _MOST_ROWS:
        return rows
    left_out = f"{len(rows) - _MOST_ROWS} of {len(rows)} rows are not shown: switch steps off"
    return [*rows[:_MOST_ROWS], Series(left_out, rows[0].renderer, ())]


@dataclass(frozen=True)
class View:
    """A grid of an image, by a renderer; a ``look`` asks for some of its cells."""

    look: Look
    kept: KeptImage
    renderer: CopyRenderer
    series: list[Series]

    @classmethod
    def of(cls, look: Look, kept: KeptImage, renderer: CopyRenderer) -> Self:
        """Return the whole grid that a look is at. Raises SourceProblem."""
        return cls(look, kept, renderer, _series_of(look, kept.opened, renderer))

    def seen(self, look: Look) -> Seen:
        """Render the cells that a look asks for. Raises SourceProblem."""
        specs = [one for one in self._specs() if look.wants(one[0])][look.first :: look.step]
        cells = tuple(self._cell(number, spec) for number, spec in specs)
        rows = tuple(Row(one.title, len(one.specs)) for one in self.series)
        return Seen(cells, rows, self.kept.frame)

    def _specs(self) -> Iterator[tuple[int, CellSpec]]:
        if self.look.original:
            yield ORIGINAL, UNTOUCHED
        yield from enumerate((spec for one in self.series for spec in one.specs), 1)

    def _cell(self, number: int, spec: CellSpec) -> ShownCell:
        if self.look.detail == "actual" and number != ORIGINAL:
            picture = actual_picture(self.renderer.maker, self._source, spec.recipe)
            return ShownCell(number, spec.caption, spec.recipe, picture)
        opened, box = self.kept.opened, self.look.box
        if number == ORIGINAL:
            box = opened.image.frame if self.look.detail == "actual" else box
            shown, fault = original_cell(opened, box), ""
        else:
            small = replace(spec, recipe=scaled(spec.recipe, self.kept.scale))
            (shown,) = self._renderer.cells(opened, [small], box)
            fault = self._fault(MadeCopy(spec.recipe, shown.image, b""))
        picture = shown_picture(shown.image, self.kept.stretch)
        return ShownCell(number, spec.caption, spec.recipe, picture, fault=fault)

    def _fault(self, made: MadeCopy) -> str:
        """Return how a copy is ruined; the ends of knobs may be."""
        return self._gate.fault(Attempt(0, made)) if self.look.view == "copies" else ""

    @cached_property
    def _skips_loss(self) -> bool:
        """Whether what the encoder of a copy loses is no more than what that of the page does."""
        image, output = self.kept.opened.image, self.renderer.maker.output
        usual = (output.quality, output.subsampling) == (Output.quality, Output.subsampling)
        return usual and image.depth == 8 and not image.has_alpha

    @cached_property
    def _renderer(self) -> CopyRenderer:
        maker = self.renderer.maker
        output = replace(maker.output, format="png") if self._skips_loss else maker.output
        return replace(self.renderer, maker=replace(maker, output=output))

    @cached_property
    def _gate(self) -> Gate:
        return Gate(original_cell(self.kept.opened, self.look.box).image)

    @cached_property
    def _source(self) -> OpenSource:
        opened, maker = self.kept.opened, self.renderer.maker
        ending = output_ending(opened.ending, maker.output.format)
        return maker.prepare(opened.image, opened.data, ending)


def scaled(recipe: Recipe, scale: float) -> Recipe:
    """Return a recipe for a picture of another size: lengths in pixels are for that of the file."""
    return [_scaled(fired, scale) for fired in recipe] if scale != 1 else recipe


def _scaled(fired: Mapping[str, Any], scale: float) -> dict[str, Any]:
    other = dict(fired)
    if fired["transform"] == Blend.key:
        other["chains"] = [scaled(chain, scale) for chain in fired["chains"]]
    elif "pixels" in fired:
        other["pixels"] = fired["pixels"] * scale
    return other
