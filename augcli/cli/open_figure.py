"""Open a figure that has been written, for ``preview --show``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from augcli.cli.console import note


def open_figure(target: Path) -> None:
    """Open a figure in the program of the desktop; note where there is none."""
    hidden = sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if hidden:
        note(f"--show: there is no display here; open {target} where there is one")
    elif click.launch(str(target)):
        note(f"--show: no program here opens {target}")
