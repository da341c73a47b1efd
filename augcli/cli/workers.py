"""The flag --workers: a worker for each core, if the user gives no number."""

from __future__ import annotations

import click

from augcli.cli.command import AnyFunction, option
from augcli.engines.cores import usable_cores


def workers_option(function: AnyFunction) -> AnyFunction:
    """Add ``--workers``, whose value is always a number."""
    return option(
        "Run",
        "--workers",
        metavar="N",
        type=click.IntRange(1, 1024),
        default=usable_cores,
        help="How many worker processes to use (default: one for each core). Any number gives the "
        "same result.",
    )(function)
