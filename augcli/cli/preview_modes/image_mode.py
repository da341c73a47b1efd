"""What all modes that show one image have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.class_advice import note_advice
from augcli.cli.console import note
from augcli.cli.preview_facts import pipeline_facts, scale_fact, size_fact
from augcli.cli.preview_modes.mode import Mode
from augcli.cli.preview_source import open_preview_source
from augcli.config.choose import ChosenPipeline
from augcli.dataset.class_names import class_folders
from augcli.dataset.scan import Dataset
from augcli.errors import SourceProblem, UsageProblem
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.figures.sheet import Sheet, cell_size, columns_for
from augcli.figures.shown_size import shown_size
from augcli.figures.stretch import shown_in_8_bits
from augcli.imaging.image import Frame

_MOST_SERIES = 100
VALUE_WIDTH = 100  # pixels: enough for a caption that is a single value


class ImageMode(Mode):
    """A figure of one image in series of pictures. ``caption_width`` is the least, in pixels."""

    caption_width: ClassVar[int] = Sheet.caption

    @abstractmethod
    def series(
        self, renderers: Sequence[CopyRenderer], opened: OpenedImage, count: int
    ) -> list[Series]:
        """Return the pictures to show of the image, ``count`` in a series if there are so many.

        ``renderers`` belong to the chosen pipelines. Raises SourceProblem.
        """

    def choose(self) -> list[ChosenPipeline]:
        """Return the pipelines to show, and note what the user should know of them."""
        chosen = choose_pipeline(self.pipeline_flags)
        self.advise([chosen])
        announce_preset(chosen)
        return [chosen]

    def advise(self, choices: Sequence[ChosenPipeline]) -> None:
        """Note what the pipelines would do wrong to the classes that the image is one of."""
        folder = self.flags.membership.class_root
        note_advice(choices, class_folders(folder) if folder else [])

    def sheet(self, title: str) -> Sheet:
        flags = self.flags
        self._refuse_flags_of_folders()
        columns, rows = self.grid()
        opened = open_preview_source(flags)
        member = flags.membership
        # A guess may be a folder of any size, and mixing would list it all.
        dataset = Dataset(member.root, member.flat) if member.root and not member.doubt else None
        choices = self.choose()
        renderers = [self.renderer(chosen, dataset).of_class(member.label) for chosen in choices]
        if flags.verbose:
            note(f"drawn for the name {opened.name}, seed {renderers[0].maker.seed}")
        with_original = flags.with_original or flags.html is not None
        try:
            series = self._some(self.series(renderers, opened, columns * rows - with_original))
            count = sum(len(one.specs) + with_original for one in series)
            frame = renderers[0].maker.output.size or opened.image.frame
            if not flags.grid and rows > 1:
                columns = columns_for(columns, count, frame)
            cell = cell_size(min(columns, count), -(-count // columns), frame)
            largest = self.largest_picture(count, cell)
            sections = [one.section(opened, largest, with_original=with_original) for one in series]
        except SourceProblem as problem:
            raise UsageProblem(
                f"{flags.image}: {problem.text}", "see augcli preview --help"
            ) from problem
        sizes = self._size_fact(series, opened.image.frame)
        # A page is shown at the size of its window.
        scale = "" if flags.html else scale_fact(frame, shown_size(frame, cell))
        found = (*pipeline_facts(choices), sizes, scale, f"drawn as {member}")
        facts = tuple(filter(None, found))
        sheet = Sheet(title, sections, columns, cell, self.caption_width, facts)
        return shown_in_8_bits(sheet, [opened.image])

    def _size_fact(self, series: list[Series], source: Frame) -> str:
        specs = [(one.renderer, spec.recipe) for one in series for spec in one.specs]
        copies = {renderer.copy_size(recipe, source) for renderer, recipe in specs if recipe}
        return size_fact(source, copies)

    def _some(self, series: list[Series]) -> list[Series]:
        if len(series) > _MOST_SERIES:
            note(f"only the first {_MOST_SERIES} of {len(series)} transforms are shown: name fewer")
        return series[:_MOST_SERIES]

    def _refuse_flags_of_folders(self) -> None:
        """Refuse the flags that choose among the images of a folder. Raises UsageProblem."""
        given = {"--class": bool(self.flags.classes), "--images": self.flags.images is not None}
        for flag in (flag for flag, typed in given.items() if typed):
            raise UsageProblem(
                f"{flag} goes with a folder, and {self.flags.image} is a file",
                "give the folder that holds the class folders",
            )
