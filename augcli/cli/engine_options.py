"""Declare the flags that say where the work of expand is done."""

from __future__ import annotations

import click
from click.core import ParameterSource

from augcli.cli.command import AnyFunction, option
from augcli.cli.console import note
from augcli.expansion.run_options import ENGINES


def engine_options(function: AnyFunction) -> AnyFunction:
    """Add ``--engine`` and ``--scheduler``."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function


def note_unused_workers(scheduler: str) -> None:
    """Note that ``--workers`` was given and does nothing for the cluster of a scheduler."""
    if scheduler and _is_given(click.get_current_context(), "workers"):
        note("--workers does nothing with --scheduler: dask worker --nthreads says how many it has")


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return an address. Refuse an empty one, as ``"$UNSET"`` in a shell gives."""
    if not value and _is_given(context, "scheduler"):
        raise click.BadParameter("the address is empty", context, parameter)
    return value


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not ParameterSource.DEFAULT


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
        callback=_address,
        metavar="ADDRESS",
        default="",
        help="The scheduler of the cluster of Dask, such as tcp://host:8786; without it, --engine "
        "dask starts a cluster of --workers workers on this machine.",
    ),
]
