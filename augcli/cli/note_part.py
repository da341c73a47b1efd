"""Say which part of a run is made, and how much of the dataset it is."""

from __future__ import annotations

from augcli.cli.console import note
from augcli.expansion.run import Run


def note_part(run: Run) -> None:
    """Note the part and the number of its images, unless it is the whole."""
    if run.share:
        images = len(run.share.names)
        count = f"{images} {'image' if images == 1 else 'images'} of {run.share.images}"
        note(f"part {run.part}: {count}; augcli merge joins the parts")
