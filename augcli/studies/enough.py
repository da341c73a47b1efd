"""Check that the photos that a study tests on are enough to tell anything."""

from __future__ import annotations

from collections.abc import Collection

from augcli.dataset.source import Source
from augcli.errors import UsageProblem
from augcli.studies.splits import group_of
from augcli.text import count_of

LEAST = 10
"""Photos, or groups of them: with fewer no change below 37 points could be seen."""


def check_enough(training: Collection[Source], held: Collection[Source]) -> None:
    """Raise UsageProblem if fewer photos, or groups, than ``LEAST`` are there to test on."""
    tested = held or training
    groups = len(set(map(group_of, tested)))
    if groups >= LEAST:
        return
    where = "the holdout has" if held else "DATA has"
    if len(tested) >= LEAST:
        raise UsageProblem(
            f"{where} {count_of(groups, 'group')} of photos: fewer than {LEAST} can tell nothing",
            "add photos of other groups, or group by something finer",
        )
    raise UsageProblem(
        f"{where} {count_of(len(tested), 'photo')} that can be read: fewer than {LEAST} can tell "
        "nothing",
        "hold out more photos, or none: then parts of DATA are tested in turn"
        if held
        else "add photos",
    )
