"""A source that has been opened, and the records of what is made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from augcli.expansion.output.manifest import Line
from augcli.expansion.plan import Job
from augcli.expansion.quality import Gate
from augcli.imaging.codec.formats import Format
from augcli.imaging.image import Frame
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe


class Written(NamedTuple):
    """What there is to say of a file: the picture's size, the file's size in bytes, its SHA-256."""

    frame: Frame
    bytes: int
    digest: str


@dataclass(frozen=True)
class Opened:
    """A source ready for its copies: its picture, their format, and the SHA-256 of its file."""

    job: Job
    canvas: Canvas
    into: Format
    digest: str
    resampling: Resampling

    @cached_property
    def gate(self) -> Gate:
        """What judges its copies."""
        return Gate(render(self.canvas, [], self.resampling))

    def line(
        self, file: str, copy: int, recipe: Recipe, written: Written, more: Mapping[str, Any] = {}
    ) -> Line:
        """Make the record of one of its outputs; ``more`` is what only some records say."""
        source = self.job.source
        record = {
            "file": file,
            "label": self.job.label(copy),
            "source": source.name,
            "copy": copy,
            "recipe": recipe,
            **more,
            "width": written.frame.width,
            "height": written.frame.height,
            "bytes": written.bytes,
            "sha256": written.digest,
            "source_sha256": self.digest,
        }
        return Line(file, json.dumps(record))
