"""TrivialAugment, with the wide space.

Source: Müller and Hutter, TrivialAugment: tuning-free yet state-of-the-art data augmentation, ICCV
2021. Strengths are those of the authors' code, ``aug_lib.py`` of github.com/automl/trivialaugment:
31 levels, all equally likely.
"""

from __future__ import annotations

from augcli.pipeline.graded import Formula, Levels
from augcli.pipeline.groups import SomeOf, Stage
from augcli.pipeline.policies.operations import ALL, Space, at_levels

_TOP = 30
WIDE = Space(
    skew=Formula(0, 0.99, _TOP),
    shift=Formula(0, 32, _TOP, whole=True),
    rotation=Formula(0, 135, _TOP, whole=True),
    posterize=Formula(8, -6, _TOP, whole=True),
    solarize=Formula(256, -256, _TOP, whole=True),
    factor=Formula(0.01, 1.99, _TOP),
    unit="pixels",
)


def policy() -> Stage:
    """Return the policy: one operation, chosen with equal chances."""
    levels = Levels(0, _TOP, whole=True)
    return SomeOf(tuple(at_levels(operation, levels, WIDE) for operation in ALL))
