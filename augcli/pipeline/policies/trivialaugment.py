"""TrivialAugment, with the wide space.

Source: Müller and Hutter, TrivialAugment: tuning-free yet state-of-the-art data augmentation, ICCV
2021, table 7. Strengths are drawn from the whole range, not from 31 steps.
"""

from __future__ import annotations

from augcli.pipeline.groups import SomeOf, Stage
from augcli.pipeline.policies.operations import ALL, Space, of_any_strength

WIDE = Space(skew=0.99, shift=32.0, unit="pixels", degrees=135.0, change=0.99, bits=2)


def policy() -> Stage:
    """Return the policy: one operation, chosen with equal chances."""
    return SomeOf(tuple(of_any_strength(operation, WIDE) for operation in ALL))
