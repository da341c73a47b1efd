"""Policies from papers, as pipelines: a module for each, imported on demand."""

from __future__ import annotations

import importlib
import json
from functools import cache

from augcli.pipeline.groups import Stage

POLICIES = {
    "randaugment": "two of 14 operations, all of one strength (Cubuk et al. 2020)",
    "trivialaugment": "one of 14 operations, of any strength (Müller and Hutter 2021)",
    "autoaugment-imagenet": "one of 25 pairs, learned on ImageNet (Cubuk et al. 2019)",
    "autoaugment-cifar": "one of 25 pairs, learned on CIFAR-10 (Cubuk et al. 2019)",
    "augmix": "the picture blended with three chains of operations (Hendrycks et al. 2020)",
}
"""A short description of each policy, by name."""


def policy(name: str) -> Stage:
    """Return a policy as a stage. Raises KeyError for an unknown name."""
    module, _, variant = name.partition("-")
    of: Stage = importlib.import_module(f"augcli.pipeline.policies.{module}").policy(
        *filter(None, [variant])
    )
    return of


def name_of(stage: Stage) -> str:
    """Return the name of the policy that a stage is, empty if it is none."""
    return _by_settings().get(json.dumps(stage.settings()), "")


@cache
def _by_settings() -> dict[str, str]:
    return {json.dumps(policy(name).settings()): name for name in POLICIES}
