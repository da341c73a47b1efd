"""What a preview shows: one file for each mode, chosen by the flags."""

from __future__ import annotations

from augcli.cli.preview_flags import PreviewFlags
from augcli.cli.preview_modes.compare import Compare
from augcli.cli.preview_modes.copies import Copies
from augcli.cli.preview_modes.dataset import DatasetClasses
from augcli.cli.preview_modes.each import Each
from augcli.cli.preview_modes.extremes import Extremes
from augcli.cli.preview_modes.mode import Mode
from augcli.cli.preview_modes.sweep import Sweep
from augcli.config.pipeline_flags import PipelineFlags
from augcli.errors import UsageProblem
from augcli.figures.sheet import Sheet


def make_sheet(title: str, flags: PreviewFlags, pipeline_flags: PipelineFlags) -> Sheet:
    """Return the pictures that the flags of ``preview`` ask for.

    Raises:
        UsageProblem: flags contradict each other, or there is no picture to show.
    """
    return _mode(flags)(flags, pipeline_flags).sheet(title)


def _mode(flags: PreviewFlags) -> type[Mode]:
    asked: dict[str, tuple[bool, type[Mode]]] = {
        "--each": (flags.each, Each),
        "--extremes": (flags.extremes, Extremes),
        "--sweep": (flags.sweep is not None, Sweep),
        "--compare": (flags.compare is not None, Compare),
        "a folder": (flags.image.is_dir(), DatasetClasses),
    }
    given = {name: mode for name, (is_given, mode) in asked.items() if is_given}
    if len(given) > 1:
        first, second, *_ = given
        raise UsageProblem(
            f"{first} and {second} can't both be shown in one figure",
            "leave one out, or run the command once for each",
        )
    return next(iter(given.values()), Copies)
