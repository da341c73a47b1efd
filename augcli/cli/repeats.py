"""Note that a pipeline has fewer pictures to give than copies were asked for."""

from __future__ import annotations

from augcli.cli.console import note


def note_repeats(distinct: int, repeated: int) -> None:
    """Note how many copies are distinct, and what to add, if some copies are repeated."""
    if not repeated:
        return
    copies = distinct + repeated
    note(
        f"repeated: only {distinct:,} of {copies:,} copies are distinct; the others repeat an "
        "earlier copy of their picture: add a transform with a range, such as --rotation 10, or "
        "make fewer copies"
    )
