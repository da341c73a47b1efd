"""Make copies in memory: open a source, draw recipes, render and encode them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from augcli.catalogue.effects import Effect
from augcli.errors import SourceProblem
from augcli.imaging.codec.formats import FIRST_OF_MPO, Format, WantedSubsampling, format_of
from augcli.imaging.codec.metadata import without_metadata
from augcli.imaging.codec.webp_chunks import is_lossless
from augcli.imaging.depth_range import DepthRange, is_narrow, to_full_scale, white_level
from augcli.imaging.image import Frame, Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas, Fit
from augcli.pipeline.clock import clock
from augcli.pipeline.data_range import render_on_range
from augcli.pipeline.partners import PartnerPool
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import Lend, effects_of, render_all
from augcli.pipeline.steps import Recipe
from augcli.storage.limits import Limits

_DARK = "dark, as the 16-bit data fill little of full scale: --depth-range data takes their range"
_MADE_LOSSY = "lossless WebP stored as lossy"
_PIXELS_AT_ONCE = 1 << 18  # a megabyte, as four bytes each: what caches hold


@dataclass(frozen=True)
class Output:
    """What the files of the copies are like.

    ``format`` is ``same`` (the source's) or a format's name; ``quality`` is 1 to 100, for JPEG and
    WebP; ``size`` is in pixels, None for the source's own; ``fit`` says how a source meets it;
    ``subsampling`` is for JPEG.
    """

    format: str = "same"
    quality: int = 90
    size: Frame | None = None
    fit: Fit = "stretch"
    subsampling: WantedSubsampling = "keep"


@dataclass(frozen=True)
class OpenSource:
    """A decoded source, ready for its copies, the format that they are encoded in, and its file."""

    canvas: Canvas
    format: Format
    data: bytes


class MadeCopy(NamedTuple):
    """One copy in memory: its recipe, its picture, and the bytes of its file."""

    recipe: Recipe
    image: Image
    data: bytes


@dataclass(frozen=True)
class CopyMaker:
    """Makes the copies of sources by one pipeline and one seed. It reads and writes no files.

    ``pool`` has the partners of a pipeline that mixes pictures; ``max_pixels`` is the largest
    picture that is decoded; ``depth_range`` says what full scale is for 16-bit sources.
    ``class_pipelines`` has the pipelines of classes that have one of their own.
    """

    pipeline: Pipeline
    seed: int = 0
    resampling: Resampling = Resampling()  # noqa: RUF009, it is frozen, so one for all is safe
    output: Output = Output()
    pool: PartnerPool | None = None
    max_pixels: int = Limits.pixels
    depth_range: DepthRange = "full"
    class_pipelines: Mapping[str, Pipeline] = field(default_factory=dict)

    def of_class(self, label: str) -> CopyMaker:
        """Return the maker that draws by the pipeline of a class, if it has one of its own."""
        own = self.class_pipelines.get(label)
        return replace(self, pipeline=own) if own else self

    def open(self, data: bytes, ending: str) -> OpenSource:
        """Decode the bytes of a source, for copies whose names have an ending.

        Raises:
            SourceProblem: it is no picture that can be decoded and kept.
        """
        # It loads Pillow, which --help and drawing never need.
        from augcli.imaging.codec.decode import decode

        with clock("decode"):
            image = decode(data, self.max_pixels)
        return self.prepare(image, data, ending)

    def prepare(self, image: Image, data: bytes, ending: str) -> OpenSource:
        """Prepare a decoded source and the bytes of its file, as :meth:`open` does."""
        from augcli.imaging.codec.encode import fit_to

        into = format_of(ending)
        with clock("decode"):
            if image.depth > into.depth:
                image = self._to_be_reduced(image)
            image = fit_to(image, into)
        _check_size(self.output.size or image.frame, into)
        if into.name == "webp" and is_lossless(data):
            image = replace(image, changes=(*image.changes, _MADE_LOSSY))
        return OpenSource(Canvas(image, self.output.size, self.output.fit), into, data)

    def _to_be_reduced(self, image: Image) -> Image:
        """Spread 16-bit levels as the depth range says; otherwise 12 bits would become 4 of 8."""
        if self.depth_range == "full" and is_narrow(image):
            return replace(image, changes=(*image.changes, _DARK))
        return to_full_scale(image, white_level(self.depth_range, [image]))

    def draw(self, name: str, copies: Sequence[int], attempt: int = 0) -> dict[int, Recipe]:
        """Draw the recipes of some copies of a source, by its name.

        ``copies`` are numbers from 1. The recipes of a later attempt are others.
        """
        with clock("draw"):
            recipes = self.pipeline.draw_some(self.seed, name, copies, attempt)
            if self.pool is None:
                return recipes
            return {n: self.pool.resolve_partners(one, name) for n, one in recipes.items()}

    def effects(self, recipe: Recipe, frame: Frame) -> tuple[list[Effect], Frame]:
        """Return the effects of a recipe on a picture of a size, and the size that results."""
        return effects_of(recipe, frame, self.resampling, self._lend)

    def render(self, canvas: Canvas, recipes: Iterable[Recipe]) -> list[Image]:
        """Render the pictures of some copies of one source."""
        return self._render([(canvas, recipe) for recipe in recipes])

    def _render(self, wanted: Sequence[tuple[Canvas, Recipe]]) -> list[Image]:
        is_8_bit = all(canvas.image.depth == 8 for canvas, _ in wanted)
        if self.depth_range == "full" or (is_8_bit and not self.pool):
            return render_all(wanted, self.resampling, self._lend)
        return [
            render_on_range(self.depth_range, canvas, recipe, self.resampling, self._lend)
            for canvas, recipe in wanted
        ]

    @property
    def _lend(self) -> Lend | None:
        return self.pool.image if self.pool else None

    def make(self, source: OpenSource, recipes: Iterable[Recipe]) -> list[MadeCopy]:
        """Render and encode some copies of one source. Raises as :meth:`make_all` does."""
        return self.make_all([(source, recipe) for recipe in recipes])

    def make_all(self, wanted: Sequence[tuple[OpenSource, Recipe]]) -> list[MadeCopy]:
        """Render and encode some copies, which share the processor's caches if they are small.

        Raises:
            SourceProblem: a copy is larger than its format holds, or than any picture may be.
        """
        from augcli.imaging.codec.encode import encode_all

        images = self._render([(source.canvas, recipe) for source, recipe in wanted])
        for (source, _), image in zip(wanted, images, strict=True):
            _check_size(image.frame, source.format)
        quality, subsampling = self.output.quality, self.output.subsampling
        with clock("encode"):
            formats = [source.format for source, _ in wanted]
            files = encode_all(images, formats, quality, subsampling)
        return list(map(MadeCopy, (recipe for _, recipe in wanted), images, files))

    def check_sizes(self, source: OpenSource, recipes: Iterable[Recipe]) -> None:
        """Raise SourceProblem as :meth:`make` does, from the sizes of the copies alone."""
        for recipe in recipes:
            _, frame = self.effects(recipe, source.canvas.image.frame)
            _check_size(self.output.size or frame, source.format)

    def original(self, source: OpenSource) -> MadeCopy:
        """Make the file of a source itself that stands beside its copies: as they are, unchanged.

        If its picture can stay as it is stored, the file is the source's without its metadata:
        encoding it again would lose quality.
        """
        image = source.canvas.image
        stays = not image.turned and self.output.size in (None, image.frame)
        if stays and {_MADE_LOSSY, FIRST_OF_MPO}.issuperset(image.changes):
            data = without_metadata(source.data, source.format)
            if data:
                return MadeCopy([], image, data)
        return self.make(source, [[]])[0]

    def at_once(self, source: OpenSource) -> int:
        """Return how many copies of a source are best made together."""
        if self.pool:  # pictures of any size, three for a copy, would be in memory
            return 1
        frame = source.canvas.size or source.canvas.image.frame
        return max(1, _PIXELS_AT_ONCE // math.prod(frame))


def _check_size(frame: Frame, into: Format) -> None:
    """Raise SourceProblem if a format can't hold copies of a size."""
    if max(frame) > into.longest_side:
        text = (
            f"{frame.width}x{frame.height} has a side of more than {into.longest_side:,} pixels, "
            f"the most that {into.name} holds: give a smaller --size or another --format"
        )
        raise SourceProblem("refused", "too-large", text)
