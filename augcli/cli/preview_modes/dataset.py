"""IMAGE is a folder: show some images of every class, with copies of each."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.class_advice import note_advice
from augcli.cli.console import note
from augcli.cli.left_out import explain_left_out
from augcli.cli.pick_classes import pick_classes
from augcli.cli.preview_facts import pipeline_facts
from augcli.cli.preview_modes.mode import Mode
from augcli.cli.split_notes import note_shown_splits
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import SplitMode
from augcli.errors import UsageProblem
from augcli.figures.cells import Section
from augcli.figures.class_sheet import EACH, Classes, ClassSheet, shares_of
from augcli.figures.sheet import Sheet, cell_size
from augcli.figures.stretch import shown_in_8_bits
from augcli.imaging.image import Frame, Image

_SQUARE = Frame(1, 1)  # the images may have any shape, so their cells are square
_SCREEN = Frame(1600, 1200)  # pixels that most screens have
_ON_SCREEN = Frame(180, 180)  # so that a row of the default grid is as wide as the screen
_MANY_ON_SCREEN = Frame(180, 160)  # so that three rows are as high as the screen
_MOST_ON_SCREEN = 24  # images, or classes
_MOST_ROWS = 20  # of a grid
_FEW = 4  # classes that have a whole row on a screen


class DatasetClasses(Mode):
    """A section for each class."""

    default_grid = (8, 10)

    def sheet(self, title: str) -> Sheet:
        root, flat = self.flags.image, self.flags.flat
        self._refuse_what_does_not_go()
        columns, rows = self.grid()
        chosen = choose_pipeline(self.pipeline_flags)
        # Those that are only carried over have no copies to show.
        splits: SplitMode = "classes" if self.flags.splits == "classes" else "leave-out"
        dataset = Dataset(root, flat, self.flags.follow_links, splits)
        note_advice([chosen], dataset.classes())
        class_sheet = ClassSheet(dataset, self.renderer(chosen, dataset), _note_bad)
        classes = pick_classes(class_sheet.classes(), self.flags.classes, root)
        if flat:
            classes = dict(islice(classes.items(), self.flags.images))
        note_shown_splits(dataset)
        explain_left_out(class_sheet.unread)
        announce_preset(chosen)
        cell = cell_size(columns, min(rows, len(classes)), _SQUARE)
        empty = Sheet(title, [], columns, cell, facts=tuple(pipeline_facts([chosen])))
        if not self.flags.grid:
            side = _MANY_ON_SCREEN if len(classes) > 2 * _FEW else _ON_SCREEN
            empty = replace(empty, cell_size=side, caption=side.width)
        sheet, originals = self._filled(empty, class_sheet, classes)
        if not sheet.sections:
            raise UsageProblem(f"{root} has no image that can be shown", "see the notes above")
        return shown_in_8_bits(sheet, originals)

    def _shares(self, columns: int, classes: int) -> list[int]:
        """Return how many cells each image of a class gets."""
        images = self.flags.images
        if images is not None and not self.flags.flat:
            most = images if self.flags.grid else min(images, _MOST_ON_SCREEN)
            return [columns // max(1, columns // EACH)] * most
        # An image and one copy of it say what a class is, and leave room for twelve classes.
        return shares_of(columns) if self.flags.grid or classes <= _FEW else [2]

    def _filled(
        self, empty: Sheet, class_sheet: ClassSheet, classes: Classes
    ) -> tuple[Sheet, list[Image]]:
        """Add a section for each class: as many as the grid says, or as a screen has room for."""
        columns, rows = self.grid()
        shares = self._shares(columns, len(classes))
        box = self.largest_picture(columns * min(rows, len(classes)), empty.cell_size)
        sheet, originals, looked_at = empty, list[Image](), 0
        for label, sources in classes.items():
            if looked_at == (rows if self.flags.grid else _MOST_ON_SCREEN):
                break
            section, images = class_sheet.section(label, sources, shares, box)
            longer: Sheet | None = replace(sheet, sections=[*sheet.sections, section])
            if longer and section.cells and not self.flags.grid:
                longer = _on_screen(longer, shares[0])
            if longer is None:
                break
            looked_at += 1
            if section.cells:
                sheet, originals = longer, [*originals, *images]
                self._note_images(label, len(images), longer.sections[-1], shares[0])
        left_out = len(classes) - looked_at
        if left_out:
            what = "images" if self.flags.flat else "classes"
            most = min(len(classes), _MOST_ROWS)
            shows = "all" if most == len(classes) else f"{most}"
            grid = f"--grid {columns if self.flags.grid else EACH}x{most}"
            note(f"{left_out} of {len(classes)} {what} are not shown: {grid} shows {shows}")
        return sheet, originals

    def _note_images(self, label: str, made: int, section: Section, share: int) -> None:
        shown = min(made, -(-len(section.cells) // share))
        wanted = None if self.flags.flat else self.flags.images
        if wanted is not None and shown < wanted and not self.flags.grid and shown < made:
            note(
                f"{wanted - shown} of {wanted} images of {label} are not shown: a screen has no "
                "room for them; --grid 8x1 shows all"
            )

    def _refuse_what_does_not_go(self) -> None:
        root = self.flags.image
        if self.flags.root:
            raise UsageProblem(
                f"--root goes with an image, and {root} is a folder",
                f"leave --root out: names are those below {root}",
            )
        if self.flags.flat and self.flags.classes:
            raise UsageProblem(
                "--class and --flat can't both be given: --flat says that there are no classes",
                "leave one out",
            )


def _on_screen(sheet: Sheet, share: int) -> Sheet | None:
    """Return a sheet with as many images of its last class as a screen has room for.

    None if there is no room for any of them, unless they are the only ones.
    """
    *before, last = sheet.sections
    for count in range(len(last.cells), 0, -share):
        fitting = replace(sheet, sections=[*before, replace(last, cells=last.cells[:count])])
        if fitting.page().size.height <= _SCREEN.height:
            return fitting
    return None if before else fitting


def _note_bad(name: str, why: str) -> None:
    note(f"{name} is passed over: {why}")
