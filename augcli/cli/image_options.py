"""The options of commands that show copies of an image or of a dataset, and their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.command import option
from augcli.cli.output_options import output_options
from augcli.dataset.splits import SPLIT_MODES, SplitMode
from augcli.imaging.codec.formats import WantedSubsampling
from augcli.pipeline.canvas import Fit
from augcli.pipeline.copy_maker import Output

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

_RUN = "Run"

_OPTIONS = (
    output_options,
    option(
        _RUN,
        "--flat",
        is_flag=True,
        help="There are no class folders: a folder of images is given, or an image in one.",
    ),
    option(
        _RUN,
        "--splits",
        type=click.Choice(SPLIT_MODES),
        default="carry",
        show_default=True,
        more=True,
        help="Of a folder in splits (train, val, test), the classes of train are shown; with "
        "classes, all folders are classes.",
    ),
    option(
        _RUN,
        "--follow-links",
        is_flag=True,
        more=True,
        help="Of a folder, show what linked folders hold, too.",
    ),
    option(
        _RUN,
        "--root",
        type=DATA_PATH,
        metavar="DIR",
        help="The dataset that IMAGE belongs to (default: the folder above it that holds class "
        "folders). The path below it decides what is drawn, so that picture k is copy k of expand.",
    ),
    option(
        "Mixing",
        "--partner",
        type=PATH,
        metavar="FILE",
        multiple=True,
        more=True,
        help="Mix IMAGE with this picture. May be repeated. Without it, IMAGE is mixed with the "
        "pictures of its dataset that expand would take; --root names that if it is a guess.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class ImageFlags:
    """The values of these options, named after the parameters of a command."""

    flat: bool = False
    splits: SplitMode = "carry"
    follow_links: bool = False
    root: Path | None = None
    partner: tuple[Path, ...] = ()
    format: str = Output.format
    quality: int = Output.quality
    subsampling: WantedSubsampling = Output.subsampling
    size: str | None = None
    fit: Fit = Output.fit
    reject: bool = False


def image_options(function: AnyFunction) -> AnyFunction:
    """Add the options that ``preview`` and ``studio`` share beside those of the pipeline."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function
