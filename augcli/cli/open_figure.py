"""Open a figure that has been written, for ``preview --show``."""

from __future__ import annotations

from pathlib import Path

import click

from augcli.cli.console import note
from augcli.cli.display import has_display


def open_figure(target: Path) -> None:
    """Open a figure in the program of the desktop; note where there is none."""
    if not has_display():
        note(f"--show: there is no display here; open {target} where there is one")
    elif click.launch(str(target)):
        note(f"--show: no program here opens {target}")
