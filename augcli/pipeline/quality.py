"""Detect useless copies (flat, black, white, unchanged), so that they can be redrawn.

A copy is measured and compared with its source, since the copies of a flat or black source can't be
any better. Measures are taken at a few thousand points, whatever the size of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np
from augcli.pipeline.copy_maker import CopyMaker, MadeCopy, OpenSource

REDRAWS = 5
"""How often a copy is redrawn at most. A pipeline that ruins half of its copies then still ruins
one in 64; a worse pipeline needs other ranges, not more redraws."""

# In levels of 255: less contrast disappears in the noise of a camera or a JPEG.
_CONTRAST = 3.0
# Levels of 255 this close to black or white look black or white on a screen.
_NEAR = 8
# The least share of points that must look different from black, or white. A MNIST digit has 0.19.
_SHARE = 0.02
# The mean difference from the source, in deviations of its levels: about 2 levels of 255 for a
# photo, which is what JPEG at quality 90 changes by itself.
_CHANGE = 0.03
# A copy may lose half of what its source has, if the source itself is near a limit.
_OF_SOURCE = 0.5

_POINTS = 64  # along a side


class Attempt(NamedTuple):
    """One draw of a copy: its number, 0 for the first, and what it gives."""

    number: int
    made: MadeCopy


class Rejected(NamedTuple):
    """A first draw that was rejected: why, and whether a later one took its place."""

    reason: str
    replaced: bool


@dataclass(frozen=True)
class Gate:
    """Judges the copies of one source; ``source`` is the copy that an empty recipe gives."""

    source: Image

    @cached_property
    def _own(self) -> Sample:
        return Sample.of(self.source)

    def fault(self, attempt: Attempt) -> str:
        """Return the fault of a copy: black, white, flat, unchanged, or an empty string."""
        made = attempt.made
        sample = Sample.of(made.image)
        own = self._own
        for reason, limit, left, had in (
            ("black", _SHARE, sample.not_black, own.not_black),
            ("white", _SHARE, sample.not_white, own.not_white),
            ("flat", _CONTRAST, sample.contrast, own.contrast),
        ):
            if left < min(limit, _OF_SOURCE * had):
                return reason
        # With an empty recipe the copy should equal its source; copies of a flat source always do.
        fired = made.recipe and own.contrast >= _CONTRAST
        comparable = fired and made.image.frame == self.source.frame
        same = comparable and sample.change(own) < _CHANGE * own.contrast
        return "unchanged" if same else ""


@dataclass(frozen=True)
class Sample:
    """The colours of a picture at points spread evenly over it, in levels of 255.

    ``seen``, uint8 of shape (height, width), is 0 at points that are fully transparent; only the
    others count.
    """

    levels: Array
    seen: Array

    @classmethod
    def of(cls, image: Image) -> Sample:
        """Sample a picture."""
        frame = tuple(min(_POINTS, side) for side in image.frame)
        points = cv2.resize(image.pixels, frame, interpolation=cv2.INTER_NEAREST)
        points = points.reshape(*frame[::-1], -1)
        seen = points[..., -1] > 0 if image.has_alpha else np.ones(points.shape[:2], bool)
        if image.depth == 16:
            points = cv2.convertScaleAbs(points, alpha=1 / 257).reshape(points.shape)
        if points.shape[2] == 4:
            points = cv2.cvtColor(points, cv2.COLOR_RGBA2RGB)
        return cls(points[..., :1] if image.mode == "LA" else points, seen.astype(np.uint8))

    @cached_property
    def contrast(self) -> float:
        """Return the standard deviation of the channel with the largest one, 0 to 127.5."""
        return float(cv2.meanStdDev(self.levels, mask=self.seen)[1].max())

    @cached_property
    def not_black(self) -> float:
        """Return the share of points that don't look black, 0 to 1."""
        return 1 - self._share(0, _NEAR)

    @cached_property
    def not_white(self) -> float:
        """Return the share of points that don't look white, 0 to 1."""
        return 1 - self._share(255 - _NEAR, 255)

    def _share(self, low: int, high: int) -> float:
        """Return the share of points with all channels within an interval."""
        within = cv2.inRange(self.levels, (low,) * 4, (high,) * 4)
        return cv2.countNonZero(cv2.min(within, self.seen)) / max(1, cv2.countNonZero(self.seen))

    def change(self, other: Sample) -> float:
        """Return the mean difference from a sample of a picture of the same size, 0 to 255.

        A point that is seen in only one of the two differs by 255.
        """
        both, either = cv2.min(self.seen, other.seen), cv2.max(self.seen, other.seen)
        count = cv2.countNonZero(either)
        apart = cv2.norm(self.levels, other.levels, cv2.NORM_L1, mask=both) / self.levels.shape[2]
        return float(apart + 255 * (count - cv2.countNonZero(both))) / max(1, count)


def redraws(maker: CopyMaker, source: OpenSource, name: str, copy: int) -> Iterator[Attempt]:
    """Yield further draws of a copy, each made only when it is asked for."""
    for number in range(1, REDRAWS + 1):
        recipe = maker.draw(name, [copy], number)[copy]
        yield Attempt(number, maker.make(source, [recipe])[0])


def choose(attempts: Iterable[Attempt], gate: Gate) -> tuple[Attempt, Rejected | None]:
    """Return the first attempt that passes; and, if that is a redraw, why the first was rejected.

    If no attempt passes, the first is returned, which is the copy that a run without a gate makes.
    """
    found = iter(attempts)
    first = next(found)
    reason = gate.fault(first)
    if not reason:
        return first, None
    for attempt in found:
        if not gate.fault(attempt):
            return attempt, Rejected(reason, replaced=True)
    return first, Rejected(reason, replaced=False)
