"""IMAGE is a folder: show the first images of every class, with copies of each."""

from __future__ import annotations

from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.class_advice import note_advice
from augcli.cli.console import note
from augcli.cli.preview_facts import pipeline_facts
from augcli.cli.preview_modes.mode import Mode
from augcli.dataset.class_names import class_folders
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.figures.cells import ORIGINAL
from augcli.figures.class_sheet import ClassSheet
from augcli.figures.sheet import Sheet, cell_size
from augcli.figures.stretch import shown_in_8_bits
from augcli.imaging.image import Frame

_SQUARE = Frame(1, 1)  # the images may have any shape, so their cells are square


class DatasetClasses(Mode):
    """A row for each class."""

    default_grid = (8, 10)

    def sheet(self, title: str) -> Sheet:
        root, flat = self.flags.image, self.flags.flat
        columns, rows = self.grid()
        if self.flags.root:
            raise UsageProblem(
                f"--root goes with an image, and {root} is a folder",
                f"leave --root out: names are those below {root}",
            )
        chosen = choose_pipeline(self.pipeline_flags)
        note_advice([chosen], [] if flat else class_folders(root))
        class_sheet = ClassSheet(Dataset(root, flat), self.renderer(chosen, root), _note_bad)
        classes = class_sheet.classes()
        announce_preset(chosen)
        shown = list(classes.items())[:rows]
        cell = cell_size(columns, len(shown), _SQUARE)
        largest = self.largest_picture(columns * len(shown), cell)
        sections = [class_sheet.section(*one, columns, largest) for one in shown]
        sections = [section for section in sections if section.cells]
        if not sections:
            raise UsageProblem(f"{root} has no image that can be shown", "see the notes above")
        if len(classes) > rows:
            note(
                f"{len(classes) - rows} of {len(classes)} classes are not shown: "
                "--grid COLSxROWS shows ROWS of them, up to 20"
            )
        originals = [
            cell.image for one in sections for cell in one.cells if cell.recipe == ORIGINAL.recipe
        ]
        facts = tuple(pipeline_facts([chosen]))
        return shown_in_8_bits(Sheet(title, sections, columns, cell, facts=facts), originals)


def _note_bad(name: str, why: str) -> None:
    note(f"{name} is passed over: {why}")
