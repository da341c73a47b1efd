"""Declare the flags of a run that writes a folder, which expand and split share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from augcli.cli.command import option
from augcli.cli.number_types import Count, Seconds
from augcli.cli.print_options import json_option, quiet_option
from augcli.dataset.splits import SPLIT_MODES
from augcli.storage.limits import Limits

_LIMITS = "Limits"
_RUN = "Run"
_SPLITS = "Splits"

_OPTIONS = [
    option(
        _SPLITS,
        "--splits",
        type=click.Choice(SPLIT_MODES),
        default="carry",
        show_default=True,
        help="If DATA is in splits (train, val, test), train alone gets copies. The others are "
        "carried over to OUT without copies, or left out; classes takes all folders for classes.",
    ),
    option(
        _LIMITS,
        "--timeout",
        type=Seconds(min=0, min_open=True, max=86_400),
        default=Limits.seconds,
        show_default=True,
        metavar="SECONDS",
        help="Count an image that takes longer as bad.",
    ),
    option(
        _LIMITS,
        "--max-pixels",
        type=Count(min=1),
        default=Limits.pixels,
        show_default=True,
        metavar="N",
        help="Refuse an image with more pixels, before decoding it.",
    ),
    option(
        _LIMITS,
        "--max-bytes",
        type=Count(min=1),
        default=Limits.bytes,
        show_default=True,
        metavar="N",
        help="Refuse a file with more bytes.",
    ),
    option(
        _LIMITS,
        "--follow-links",
        is_flag=True,
        help="Follow links that lead out of DATA, and links to folders.",
    ),
    option(
        _RUN, "--flat", is_flag=True, help="Take DATA as a folder of images without class folders."
    ),
    option(
        _RUN, "--again", is_flag=True, help="Take a DATA that augcli made: make copies of copies."
    ),
    option(_RUN, "--strict", is_flag=True, help="Stop at the first image that gives no copies."),
    option(_RUN, "--overwrite", is_flag=True, help="First remove what an earlier run made in OUT."),
    option(
        _RUN,
        "--verify",
        is_flag=True,
        help="Compare the content of existing outputs, not just their size, and make again those "
        "that differ.",
    ),
    option(
        _RUN,
        "--prune",
        is_flag=True,
        help="Remove copies in OUT whose source is gone or gives none now, and those above "
        "--copies.",
    ),
    option(
        _RUN,
        "--durable",
        is_flag=True,
        help="Flush each file to the disk before it gets its name, instead of many files at a "
        "time.",
    ),
    option(
        _RUN,
        "--shard",
        metavar="I/N",
        help="Make part I of N, where I is 1 to N, so that several machines share the work. Each "
        "part needs an OUT of its own; augcli merge joins them.",
    ),
    option(_RUN, "--profile", is_flag=True, help="Show how long each stage of the work took."),
    option(_RUN, "--dry-run", is_flag=True, help="Show what would be made and write nothing."),
    json_option,
    quiet_option,
    option(
        _RUN, "-v", "--verbose", is_flag=True, help="Show the pipeline, and list every problem."
    ),
]


def run_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to a command."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function
