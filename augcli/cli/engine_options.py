"""Declare the flags that say where the work of expand is done."""

from __future__ import annotations

import click

from augcli.cli.command import AnyFunction, option
from augcli.expansion.run_options import ENGINES


def engine_options(function: AnyFunction) -> AnyFunction:
    """Add ``--engine`` and ``--scheduler``."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function


_OPTIONS = [
    option(
        "Run",
        "--engine",
        type=click.Choice(ENGINES),
        default="local",
        show_default=True,
        help="Where the work is done: in processes on this machine, or on a cluster of Dask, which "
        "pip install 'augcli[dask]' brings. Any gives the same result.",
    ),
    option(
        "Run",
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="The scheduler of the cluster of Dask, such as tcp://host:8786; without it, --engine "
        "dask starts a cluster of --workers workers on this machine.",
    ),
]
