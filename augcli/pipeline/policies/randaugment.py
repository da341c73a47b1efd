"""RandAugment, with two operations of magnitude 9.

Source: Cubuk, Zoph, Shlens and Le, RandAugment: practical automated data augmentation with a
reduced search space, NeurIPS 2020: N = 2 operations of magnitude M = 9 out of 30, as for its
ResNet-50 on ImageNet.
"""

from __future__ import annotations

from augcli.pipeline.groups import SomeOf, Stage
from augcli.pipeline.policies.operations import ALL, Space, of_strength

COUNT, MAGNITUDE, MOST = 2, 9, 30


def policy() -> Stage:
    """Return the policy: two operations, chosen with equal chances; both may be the same."""
    stages = tuple(of_strength(operation, MAGNITUDE / MOST, Space()) for operation in ALL)
    return SomeOf(stages, COUNT, COUNT, replace=True)
