"""The flags that say what the files of the copies are like, which expand and preview share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from augcli.cli.command import option
from augcli.cli.console import note
from augcli.cli.no_effect import note_no_effect
from augcli.expansion.request.output_files import OutputFlags
from augcli.imaging.codec.formats import FORMATS, SUBSAMPLINGS
from augcli.pipeline.canvas import FITS
from augcli.pipeline.copy_maker import Output

_SECTION = "Output"

_OPTIONS = [
    option(
        _SECTION,
        "--format",
        type=click.Choice(["same", *FORMATS]),
        default="same",
        show_default=True,
        help="The format of the copies; same keeps the format of the source.",
    ),
    option(
        _SECTION,
        "--quality",
        metavar="N",
        type=click.IntRange(1, 100),
        default=90,
        show_default=True,
        help="The quality of JPEG and WebP copies, 1 to 100.",
    ),
    option(
        _SECTION,
        "--subsampling",
        type=click.Choice(SUBSAMPLINGS),
        default="keep",
        show_default=True,
        help="How finely JPEG copies store colour: of every pixel (4:4:4), of two together (4:2:2) "
        "or of four (4:2:0). keep does as the source does; other sources than JPEG get 4:2:0, and "
        "4:4:4 from --quality 95 on.",
    ),
    option(
        _SECTION,
        "--size",
        metavar="WxH",
        help="The size of the copies in pixels, such as 224x224.",
    ),
    option(
        _SECTION,
        "--fit",
        type=click.Choice(FITS),
        default="stretch",
        show_default=True,
        help="How to fit a source to --size: stretch it, cover the size and cut off the rest, or "
        "contain all of it and fill the rest by --fill-mode.",
    ),
]
_REJECT = option(
    _SECTION,
    "--reject",
    is_flag=True,
    help="Redraw a copy that comes out nearly flat, black, white or unchanged, at most 5 "
    "times. If no draw is better, the first is kept.",
)


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to a command that makes copies."""
    return file_options(_REJECT(function))


def file_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags without --reject, to a command that makes no copies."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function


def note_unused_output(flags: OutputFlags) -> None:
    """Note the flags that do nothing beside the others."""
    if flags.size is None and flags.fit != Output.fit:
        note("--fit does nothing without --size")
    note_no_effect(
        flags.format,
        quality=flags.quality != Output.quality,
        subsampling=flags.subsampling != Output.subsampling,
    )
