"""Make batches in a worker process: read, draw, render, and write into shared memory."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from augcli.errors import SourceProblem, UsageProblem
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np
from augcli.loaders.feed.blocks import Block
from augcli.loaders.feed.cache import Place, Region
from augcli.loaders.feed.order import Turn
from augcli.loaders.feed.pictures import Pictures
from augcli.loaders.makers import maker_of
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.steps import Recipe

# Heavy libraries, and modules that load them: --help needs none.
_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.transforms")


class BatchJob(NamedTuple):
    """A batch to make, in a slot of the block: its turns, and where their pictures are cached."""

    slot: int
    epoch: int
    turns: Sequence[Turn]
    places: Sequence[Place | None]


class Batch(NamedTuple):
    """A batch that was made: the rows in it, what can't be read, and what was cached."""

    rows: list[int]
    problems: list[tuple[int, str]]
    kept: list[tuple[int, Place]]


@dataclass(frozen=True)
class BatchMaker:
    """Makes batches of ``pictures`` by a maker, or plain ones unless ``augment``.

    A batch has shape (size, copies, height, width, channels): ``shape`` is without the first.
    ``slots`` is the block of the batches, ``cache`` that of decoded pictures. ``stands_in`` has for
    each row the next one of its label, which takes its place if it can't be read. ``keeps`` says
    whether worker ``number`` of ``workers`` adds to the cache.
    """

    pictures: Pictures
    maker: CopyMaker
    shape: tuple[int, int, int, int]
    dtype: str
    batch_size: int
    stands_in: Sequence[int]
    slots: Block = Block("", 0)  # noqa: RUF009, it is frozen, so one for all is safe
    cache: Block | None = None
    augment: bool = True
    number: int = 0
    workers: int = 1
    keeps: bool = True

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def recipes(self, row: int, epoch: int, repeat: int) -> list[Recipe]:
        """Return the recipes of the copies of a picture in an epoch, another one for each use."""
        copies = self.shape[0]
        if not self.augment:
            return [[]] * copies
        key = self.pictures.keys[row]
        numbers = range(epoch * copies + 1, (epoch + 1) * copies + 1)
        return list(maker_of(self.maker, key).draw(key, numbers, repeat).values())

    def start(self) -> Callable[[BatchJob], Batch]:
        """Prepare a process, and return the function that makes a batch there."""
        for name in _LATE:
            importlib.import_module(name)
        fill, batches = self.filler(), self.batches()
        return lambda job: fill(batches[job.slot], job)

    def filler(self) -> Callable[[Array, BatchJob], Batch]:
        """Return the function that makes a job's pictures in an array; threads may share it."""
        self.pictures.start()
        region = Region(self.cache.open(), self.number, self.workers) if self.cache else None
        return _Filler(self, region).fill

    def batches(self) -> list[Array]:
        """Return the batches in the block."""
        block = self.slots.open()
        one = (self.batch_size, *self.shape)
        size = math.prod(one) * np.dtype(self.dtype).itemsize
        starts = range(0, self.slots.size - size + 1, size)
        return [block[start : start + size].view(self.dtype).reshape(one) for start in starts]


class _Filler:
    """Fills batches, and remembers which pictures can't be read."""

    def __init__(self, work: BatchMaker, region: Region | None) -> None:
        self._work = work
        self._region = region
        self._bad: dict[int, str] = {}

    def fill(self, batch: Array, job: BatchJob) -> Batch:
        """Make the pictures of a job in a batch."""
        work, made = self._work, Batch([], [], [])
        size, fit = work.maker.output.size, work.maker.output.fit
        turns = zip(job.turns, job.places, strict=True)
        work.pictures.expect([turn.row for turn, place in turns if place is None])
        for number, (turn, place) in enumerate(zip(job.turns, job.places, strict=True)):
            row, image = self._image(turn.row, place, made)
            made.rows.append(row)
            # By the name whose turn it is: one that stands in would else have the same copy twice.
            recipes = work.recipes(turn.row, job.epoch, turn.repeat)
            copies = work.maker.render(Canvas(image, size, fit), recipes)
            for copy, into in zip(copies, batch[number], strict=True):
                write(copy, into)
        return made

    def _image(self, row: int, place: Place | None, made: Batch) -> tuple[int, Image]:
        """Return the picture of a row, or of the one that stands in for it, and its row."""
        if place and self._region:
            return row, self._region.get(place)
        first = row
        while True:
            if row not in self._bad:
                try:
                    image = self._work.pictures.read(row)
                except SourceProblem as problem:
                    self._bad[row] = problem.text
                else:
                    region = self._region if self._work.keeps else None
                    kept = region.keep(image) if region else None
                    if kept:
                        made.kept.append((row, kept))
                    return row, image
            made.problems.append((row, self._bad[row]))
            row = self._work.stands_in[row]
            if row == first:
                raise UsageProblem(
                    f"no image of the class of {self._work.pictures.keys[row]} can be read",
                    "augcli inspect names the reasons",
                )


def write(image: Image, into: Array) -> None:
    """Write a picture into an array (height, width, channels), with the channels that it has."""
    pixels, channels = image.pixels, into.shape[2]
    change = _CHANGES.get((_KINDS[image.mode], channels))
    if change is not None:
        cv2.cvtColor(pixels, change(), dst=into)
    elif channels == 4 and image.mode == "RGBX":
        into[..., :3], into[..., 3] = pixels[..., :3], image.top
    else:
        into[...] = pixels


_KINDS = {"L": 1, "LA": 2, "RGB": 3, "RGBX": 4, "RGBA": 4}
# OpenCV's names, which load it, are looked up when they are needed.
_CHANGES: dict[tuple[int, int], Callable[[], int]] = {
    (1, 3): lambda: cv2.COLOR_GRAY2RGB,
    (1, 4): lambda: cv2.COLOR_GRAY2RGBA,
    (3, 1): lambda: cv2.COLOR_RGB2GRAY,
    (3, 4): lambda: cv2.COLOR_RGB2RGBA,
    (4, 1): lambda: cv2.COLOR_RGBA2GRAY,
    (4, 3): lambda: cv2.COLOR_RGBA2RGB,
}
