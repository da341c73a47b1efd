"""Show a dataset: for each class some of its images, and copies of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import SourceProblem
from augcli.figures.cells import Cell, Section
from augcli.figures.look import CopyRenderer, original_cell
from augcli.figures.open_image import OpenedImage, read_source
from augcli.imaging.image import Frame, Image
from augcli.pipeline import rng
from augcli.storage.remote.url import as_path
from augcli.text import printable

MOST_IMAGES = 100
"""How many images of a class a figure shows at most."""

EACH = 4
"""Cells for one source: the original and three copies."""

Classes = Mapping[str, Sequence[Source]]
"""The sources of each class; without classes, each source is one."""


@dataclass(frozen=True)
class ClassSheet:
    """Show the classes of a dataset, a section of cells each.

    ``on_bad`` is called with the name of each source that can't be shown, and the reason;
    ``unread`` has the names of the images whose format is not read, by format.
    """

    dataset: Dataset
    renderer: CopyRenderer
    on_bad: Callable[[str, str], None]
    unread: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def classes(self) -> Classes:
        """Return the classes in order, and the sources of each in a random order of the seed.

        Without classes, the sources are in random order.

        The order goes by names, so that a new image leaves the order of the others.

        Raises:
            UsageProblem: the root is no folder, or holds no images where they are looked for.
            EnvironmentFailure: a folder can't be listed.
        """
        found: defaultdict[str, list[Source]] = defaultdict(list)
        for folder in self.dataset.folders():
            for source in folder.sources:
                if source.unread:
                    self.unread[source.unread].append(source.name)
                    continue
                found[source.label or source.name].append(source)
        classes = {label: sorted(sources, key=self._place) for label, sources in found.items()}
        if self.dataset.flat:
            return dict(sorted(classes.items(), key=lambda one: self._place(one[1][0])))
        return classes

    def section(
        self, label: str, sources: Sequence[Source], shares: Sequence[int], box: Frame
    ) -> tuple[Section, list[Image]]:
        """Return a section of a class, and the originals in it.

        Each of ``shares`` is how many cells a source gets, the original among them. There are no
        cells if no source can be read.
        """
        cells: list[Cell] = []
        originals = []
        for opened, shown in islice(self._shown(sources, shares, box), len(shares)):
            originals.append(opened.image)
            cells.extend(shown)
        return Section(_title(label, len(sources)), tuple(cells)), originals

    def _place(self, source: Source) -> tuple[int, str]:
        (number,) = rng.stream((self.renderer.maker.seed, "shown", source.name), 1)
        return number, source.name

    def _shown(
        self, sources: Sequence[Source], shares: Sequence[int], box: Frame
    ) -> Iterator[tuple[OpenedImage, list[Cell]]]:
        """Yield each source that can be shown, with its cells."""
        left = iter(shares)
        share = next(left, 0)
        for source in sources:
            if reason := source.link_problem or source.unlisted:
                self.on_bad(source.name, reason)
                continue
            try:
                opened = read_source(as_path(source.path), source.name)
                cells = _cells(self.renderer.of_class(source.label), opened, share, box)
            except SourceProblem as problem:
                self.on_bad(source.name, problem.text)
                continue
            share = next(left, 0)
            yield opened, cells


def _cells(renderer: CopyRenderer, opened: OpenedImage, share: int, box: Frame) -> list[Cell]:
    specs = renderer.copies(opened, share - 1)
    file = printable(opened.name.rpartition("/")[2])
    return [original_cell(opened, box, file), *renderer.cells(opened, specs, box)]


def shares_of(columns: int) -> list[int]:
    """Divide the columns of a row among sources; the first ones get the remainder."""
    sources = max(1, columns // EACH)
    each, over = divmod(columns, sources)
    return [each + (number < over) for number in range(sources)]


def _title(label: str, count: int) -> str:
    return f"{label} ({count} image{'' if count == 1 else 's'})"
