"""RandAugment, with two operations of magnitude 9.

Source: Cubuk, Zoph, Shlens and Le, RandAugment: practical automated data augmentation with a
reduced search space, NeurIPS 2020: N = 2 of 14 operations at magnitude M = 9 on a scale of 10, as
for its ResNet-50 on ImageNet. Strengths are those of the authors' code, ``autoaugment.py`` of
github.com/tensorflow/tpu: 100 pixels of a picture of 224 are the largest shift.
"""

from __future__ import annotations

from augcli.pipeline.graded import Formula
from augcli.pipeline.groups import SomeOf, Stage
from augcli.pipeline.policies.operations import ALL, Space, at_level

_TOP = 10
SPACE = Space(
    skew=Formula(0, 0.3, _TOP),
    shift=Formula(0, 100 / 224, _TOP),
    rotation=Formula(0, 30, _TOP),
    posterize=Formula(0, 4, _TOP, whole=True),
    solarize=Formula(0, 256, _TOP, whole=True),
    factor=Formula(0.1, 1.8, _TOP),
)
_COUNT, _MAGNITUDE = 2, 9


def policy() -> Stage:
    """Return the policy: two operations, chosen with equal chances; both may be the same."""
    stages = tuple(at_level(operation, _MAGNITUDE, SPACE) for operation in ALL)
    return SomeOf(stages, _COUNT, _COUNT, replace=True)
