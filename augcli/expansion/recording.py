"""Record the outputs of a job: a line of the manifest for each, and what people are told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from augcli.expansion.clipping import Clipped, clipped
from augcli.expansion.findings import Findings, is_stretched, wastes_full_scale
from augcli.expansion.opened import Drawn, Opened
from augcli.expansion.output.record import Content, Line, OutputOf
from augcli.expansion.output.settings import Settings
from augcli.imaging.depth_range import white_level
from augcli.imaging.image import Frame
from augcli.pipeline.distinct import repeats
from augcli.pipeline.partners import PartnerPool
from augcli.pipeline.quality import REDRAWS, Attempt, Rejected


class Recorded(NamedTuple):
    """The record of a copy, why its first draw was rejected, and whether it is mostly clipped."""

    line: Line
    fault: Rejected | None
    clipped: Clipped | None


@dataclass(frozen=True)
class Recorder:
    """Records the outputs of jobs by the settings of the run; ``pool`` has the partners, if any."""

    settings: Settings
    pool: PartnerPool | None

    def copy(self, drawn: Drawn, attempt: Attempt, fault: Rejected | None) -> Recorded:
        """Record a copy. ``attempt`` is the draw that was written."""
        opened, made = drawn.opened, attempt.made
        source = opened.source.canvas.image
        white = source.top
        if source.depth == 16:
            white = white_level(self.settings.depth_range, [source])
        found = clipped(drawn.file, made, source, white)
        return Recorded(self._line(drawn, attempt, fault), fault, found)

    def _line(self, drawn: Drawn, attempt: Attempt, fault: Rejected | None) -> Line:
        opened, copy, file, _ = drawn
        made, job = attempt.made, opened.job
        extra: dict[str, Any] = {"attempt": attempt.number} if attempt.number else {}
        if self.pool:
            draw, tries = opened.maker.draw, (attempt.number or REDRAWS) + 1 if fault else 0
            others = (draw(job.source.name, [copy], n)[copy] for n in range(tries))
            extra |= self.pool.record_fields(
                made.recipe, job.source.classes, opened.source.canvas, others
            )
        output = OutputOf(file, job.label(copy), job.source, copy, opened.digest)
        return output.line(made.recipe, _content(made.image.frame, made.data), extra)

    def original(self, opened: Opened, frame: Frame, data: bytes) -> Line:
        """Record the original of a source: its size in pixels, and the bytes of its file."""
        job = opened.job
        output = OutputOf(job.name.original, job.source.label, job.source, 0, opened.digest)
        return output.line([], _content(frame, data))

    def findings(
        self, opened: Opened, drawn: Sequence[Drawn], recorded: Sequence[Recorded]
    ) -> Findings:
        """Return what people are told of the copies of a source."""
        image, never_repeats = opened.source.canvas.image, opened.maker.pipeline.never_repeats
        return Findings(
            self._changes(opened),
            tuple(one.fault for one in recorded if one.fault),
            0 if never_repeats else repeats([one.recipe for one in drawn]),
            tuple(one.clipped for one in recorded if one.clipped),
            wastes_full_scale(image, self.settings),
            is_stretched(image.frame, self.settings.output),
        )

    def _changes(self, opened: Opened) -> tuple[str, ...]:
        changes = opened.source.canvas.image.changes
        source = opened.job.source
        if self.pool and not source.carried and self.pool.is_alone(source.name):
            return (*changes, "left unmixed: there is no other picture to mix with")
        return changes


def _content(frame: Frame, data: bytes) -> Content:
    return Content(frame, len(data), hashlib.sha256(data).hexdigest())
