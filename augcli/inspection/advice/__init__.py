"""Advise what to do about what an inspection found, in plain words with the command to type."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.inspection.advice import pictures, sharing, wrong
from augcli.inspection.advice.advice import Advice, Rule
from augcli.inspection.inspection import Inspection

RULES: Sequence[Rule] = (
    wrong.two_labels,
    wrong.leaks,
    wrong.unread,
    wrong.bad,
    sharing.unsplit,
    sharing.rare,
    sharing.imbalance,
    pictures.digits,
    pictures.sizes,
    pictures.large,
    pictures.deep,
    pictures.transparent,
    pictures.turned,
    pictures.gps,
    sharing.stand_out,
)
"""The rules in the order of their advice: what matters most comes first."""


def advise(found: Inspection) -> list[Advice]:
    """Return the advice on a dataset."""
    return [one for rule in RULES for one in rule(found)]
