"""Show a sheet in the terminal itself."""

from __future__ import annotations

import os
import sys

import click

from augcli.figures.sheet import Sheet
from augcli.figures.terminal import show
from augcli.figures.terminal.capabilities import Terminal


def show_inline(sheet: Sheet, way: str) -> None:
    """Show a sheet on stderr, as stdout is for scripts; ``auto`` is the terminal's best way."""
    # There is no stderr if the shell has closed it (``2>&-``).
    terminal = Terminal.of(sys.stderr, os.environ) if sys.stderr else Terminal()
    chosen = terminal.best_way() if way == "auto" else way
    if chosen != "none":
        click.echo(show(sheet, chosen, terminal), nl=False, err=True, color=True)
