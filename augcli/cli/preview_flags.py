"""The flags of ``preview`` apart from those of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from augcli.cli.image_options import ImageFlags
from augcli.cli.output_options import note_unused_output
from augcli.dataset.membership import Membership, membership
from augcli.expansion.output.run_file import RUN_FILE
from augcli.expansion.request.output_files import parse_output
from augcli.pipeline.copy_maker import Output

STANDARD = Path("-")
"""As IMAGE it is stdin, and as a file to write it is stdout."""


@dataclass(frozen=True, kw_only=True)
class PreviewFlags(ImageFlags):
    """The flags of ``preview``, named after its parameters; None is a flag that wasn't typed."""

    image: Path
    grid: str | None = None
    with_original: bool = False
    each: bool = False
    extremes: bool = False
    sweep: str | None = None
    compare: tuple[str, str] | None = None
    classes: tuple[str, ...] = ()
    images: int | None = None
    output: Path | None = None
    html: Path | None = None
    show: bool = False
    inline: str = "auto"
    save_config: Path | None = None
    verbose: bool = False

    @cached_property
    def membership(self) -> Membership:
        """What IMAGE is called in its dataset.

        Raises:
            UsageProblem: it is not below ``--root``.
        """
        if self.image == STANDARD:
            return Membership("stdin")
        return membership(self.image, RUN_FILE, self.root, flat=self.flat)

    @cached_property
    def output_files(self) -> Output:
        """What the files of the copies are like. Raises UsageProblem."""
        note_unused_output(self)
        return parse_output(self)
