"""Advise what to do about what an inspection found, in plain words with the command to type."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from augcli.inspection.advice import pictures, sharing, wrong
from augcli.inspection.advice.advice import Advice, Rule, advise_to_expand
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
    """Return the advice on a dataset. If several expand it, a command with all flags is last."""
    advice = [one for rule in RULES for one in rule(found)]
    flags = list(dict.fromkeys(one.flags for one in advice if one.flags))
    if len(flags) > 1:
        advice.append(advise_to_expand(found, "all flags in one command", *chain(*flags)))
    return advice
