"""What all modes that show one image have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from augcli.cli.choose_pipeline import ChosenPipeline, announce_preset, choose_pipeline
from augcli.cli.class_advice import classes_around, note_advice
from augcli.cli.console import note
from augcli.cli.preview_facts import pipeline_facts, scale_fact, size_fact
from augcli.cli.preview_modes.mode import Mode
from augcli.figures.cells import ORIGINAL
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import open_image, source_name
from augcli.figures.sheet import Sheet, cell_size, columns_for
from augcli.figures.shown_size import shown_size
from augcli.figures.stretch import shown_in_8_bits

_MOST_SERIES = 100
VALUE_WIDTH = 100  # pixels: enough for a caption that is a single value


class ImageMode(Mode):
    """A figure of one image in series of pictures. ``caption_width`` is the least, in pixels."""

    caption_width: ClassVar[int] = Sheet.caption

    @abstractmethod
    def series(self, renderers: Sequence[CopyRenderer], name: str, count: int) -> list[Series]:
        """Return the pictures to show of the image, ``count`` in a series if there are so many.

        ``renderers`` belong to the chosen pipelines; ``name`` feeds the random numbers.
        """

    def choose(self) -> list[ChosenPipeline]:
        """Return the pipelines to show, and note what the user should know of them."""
        chosen = choose_pipeline(self.pipeline_flags)
        self.advise([chosen])
        announce_preset(chosen)
        return [chosen]

    def advise(self, choices: Sequence[ChosenPipeline]) -> None:
        """Note what the pipelines would do wrong to the classes that the image is one of."""
        flags = self.flags
        note_advice(choices, [] if flags.flat else classes_around(flags.image, flags.root))

    def sheet(self, title: str) -> Sheet:
        flags = self.flags
        columns, rows = self.grid()
        name, image = source_name(flags.image, flags.root), open_image(flags.image)
        choices = self.choose()
        renderers = [self.renderer(chosen, flags.root) for chosen in choices]
        if flags.verbose:
            note(f"drawn for the name {name}, seed {renderers[0].maker.seed}")
        if flags.flat:
            note(f"--flat does nothing here: {flags.image} is a file")
        with_original = flags.with_original or flags.html is not None
        series = self.series(renderers, name, columns * rows - with_original)
        if len(series) > _MOST_SERIES:
            note(f"only the first {_MOST_SERIES} of {len(series)} transforms are shown: name fewer")
            series = series[:_MOST_SERIES]
        if with_original:
            series = [replace(one, specs=(ORIGINAL, *one.specs)) for one in series]
        count = sum(len(one.specs) for one in series)
        if not flags.grid and rows > 1:
            columns = columns_for(columns, count, image.frame)
        cell = cell_size(min(columns, count), -(-count // columns), image.frame)
        largest = self.largest_picture(count, cell)
        sections = [one.section(image, largest) for one in series]
        specs = [(one.renderer, spec.recipe) for one in series for spec in one.specs]
        sizes = {look.copy_size(recipe, image.frame) for look, recipe in specs if recipe}
        # A page is shown at the size of its window.
        scale = "" if flags.html else scale_fact(image.frame, shown_size(image.frame, cell))
        facts = [*pipeline_facts(choices), size_fact(image.frame, sizes), scale]
        known = tuple(filter(None, facts))
        sheet = Sheet(title, sections, columns, cell, self.caption_width, known)
        return shown_in_8_bits(sheet, [image])
