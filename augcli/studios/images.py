"""Keep the images that were looked at last, decoded, in a worker process."""

from __future__ import annotations

import math
import os
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property

from augcli.dataset.source import Source
from augcli.engines.process_limits import return_freed_memory
from augcli.errors import SourceProblem
from augcli.expansion.jobs import problem_of_listing
from augcli.figures.open_image import OpenedImage, read_source
from augcli.figures.stretch import Stretch
from augcli.figures.written import reduced
from augcli.imaging.image import Frame
from augcli.pipeline.canvas import contained
from augcli.storage.remote.url import as_path

_MOST_BYTES = 48 << 20
"""Of decoded pictures in each worker: about 50 photos of 400x533, of 1000 that were browsed."""

_MOST_PIXELS = 1_500_000
"""Of a picture to render from; more would take seconds, and are shown smaller anyway."""


@dataclass(frozen=True, eq=False)
class KeptImage:
    """An image to render from, ``scale`` times as large as in its file, where it has ``frame``."""

    opened: OpenedImage
    frame: Frame
    scale: float = 1.0

    @cached_property
    def stretch(self) -> Stretch | None:
        """How its 16 bits are shown; None if it has 8."""
        return Stretch.of([self.opened.image])

    @property
    def bytes(self) -> int:
        """The bytes that it takes in memory."""
        return int(self.opened.image.pixels.nbytes) + len(self.opened.data)


class Images:
    """The images that were looked at last, up to a number of bytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], KeptImage] = OrderedDict()
        self._bytes = 0

    def shown(self, source: Source) -> KeptImage:
        """Return an image to show copies of: a large one comes smaller. Raises SourceProblem."""
        key = (source.path, *_version(source.path))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = _smaller(self.actual(source))
        if found.scale != 1:
            return_freed_memory()
        self._bytes += found.bytes
        while self._kept and self._bytes > _MOST_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1].bytes
        self._kept[key] = found
        return found

    def actual(self, source: Source) -> OpenedImage:
        """Return an image as it is stored. Raises SourceProblem."""
        if known := problem_of_listing(source):
            raise SourceProblem(known.status, known.reason, known.text, known.kind)
        kept = self._kept.get((source.path, *_version(source.path)))
        if kept and kept.scale == 1:
            return kept.opened
        return read_source(as_path(source.path), source.name)


def _smaller(opened: OpenedImage) -> KeptImage:
    frame = opened.image.frame
    if math.prod(frame) <= _MOST_PIXELS:
        return KeptImage(opened, frame)
    scale = math.sqrt(_MOST_PIXELS / math.prod(frame))
    box = contained(frame, Frame(*(max(1, int(side * scale)) for side in frame)))
    image = reduced(opened.image, box)
    small = replace(opened, image=image, ending="png", data=b"")
    return KeptImage(small, frame, image.frame.width / frame.width)


def _version(path: str) -> tuple[int, int]:
    """Return numbers that change when a file is written or replaced."""
    try:
        status = os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
    except OSError:  # reading it tells what is wrong
        return 0, 0
    return status.st_mtime_ns, status.st_size
