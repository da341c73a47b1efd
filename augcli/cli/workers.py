"""The flag --workers: a worker for each core, if the user gives no number."""

from __future__ import annotations

import os

import click

from augcli.cli.command import AnyFunction, option


def workers_option(function: AnyFunction) -> AnyFunction:
    """Add ``--workers``, whose value is always a number."""
    return option(
        "Run",
        "--workers",
        metavar="N",
        type=click.IntRange(1, 1024),
        default=_cores,
        help="How many worker processes to use (default: one for each core). Any number gives the "
        "same result.",
    )(function)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # the cores this process may use; macOS has no such call
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
