"""Show a dataset: for each class its first images, and copies of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import SourceProblem
from augcli.figures.cells import ORIGINAL, Cell, CellSpec, Section
from augcli.figures.look import CopyRenderer
from augcli.figures.open_image import read_image
from augcli.imaging.image import Frame, Image
from augcli.text import printable

_EACH = 4  # cells for one source: the original and three copies


@dataclass(frozen=True)
class ClassSheet:
    """Show the classes of a dataset, one row of cells each.

    ``on_bad`` is called with the name of each source that can't be shown, and the reason.
    """

    dataset: Dataset
    renderer: CopyRenderer
    on_bad: Callable[[str, str], None]

    def classes(self) -> dict[str, list[Source]]:
        """Return the sources of each class, in order. Without classes, each source is one.

        Raises:
            UsageProblem: the root is no folder, or holds no images where they are looked for.
            EnvironmentFailure: a folder can't be listed.
        """
        found = defaultdict(list)
        for folder in self.dataset.folders():
            for source in folder.sources:
                found[source.label or source.name].append(source)
        return found

    def section(self, label: str, sources: list[Source], columns: int, box: Frame) -> Section:
        """Return as many sources of a class as fit, with copies; no cells if none can be read."""
        shares = _shares(columns)
        cells: list[Cell] = []
        sound = self._sound(sources)
        for share, (source, image) in zip(shares, sound, strict=False):
            cells.extend(
                self.renderer.cell(image, spec, box) for spec in self._specs(source, share)
            )
        return Section(_title(label, len(sources)), tuple(cells))

    def _specs(self, source: Source, count: int) -> Iterator[CellSpec]:
        file = source.name.rpartition("/")[2]
        yield CellSpec((printable(file),), ORIGINAL.recipe)
        yield from self.renderer.copies(source.name, count - 1)

    def _sound(self, sources: list[Source]) -> Iterator[tuple[Source, Image]]:
        for source in sources:
            if reason := source.link_problem or source.unlisted:
                self.on_bad(source.name, reason)
                continue
            try:
                yield source, read_image(Path(source.path))
            except SourceProblem as problem:
                self.on_bad(source.name, problem.text)


def _shares(columns: int) -> list[int]:
    """Divide columns among sources; the first ones get the remainder."""
    sources = max(1, columns // _EACH)
    each, over = divmod(columns, sources)
    return [each + (number < over) for number in range(sources)]


def _title(label: str, count: int) -> str:
    return f"{label} ({count} image{'' if count == 1 else 's'})"
