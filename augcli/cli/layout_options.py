"""The flags of ``expand`` that say how the outputs are stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from augcli.cli.command import option
from augcli.cli.number_types import Count
from augcli.expansion.request.sharding import LAYOUTS

_SECTION = "Output"
_SMALLEST_SHARD = 1_000_000  # bytes: below, files cost more than they hold

_OPTIONS = [
    option(
        _SECTION,
        "--layout",
        type=click.Choice(LAYOUTS),
        default="folder",
        show_default=True,
        help="How to store the outputs: as files in a folder for each class, or in shards, which "
        "hold many images each: tars for WebDataset, Parquet for Hugging Face, or TFRecord.",
    ),
    option(
        _SECTION,
        "--shard-size",
        type=Count(min=_SMALLEST_SHARD),
        metavar="BYTES",
        help="The size of a shard, about, such as 500MB; 1GB if neither this nor --shard-count is "
        "given. It is reckoned from the sizes of the sources.",
    ),
    option(
        _SECTION,
        "--shard-count",
        type=Count(min=1),
        metavar="N",
        help="The number of shards for training; other splits get theirs in proportion. With "
        "--layout folder, the number of all shards: each has its records in a file of its own.",
    ),
]


def layout_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to a command."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function
