"""A whole pipeline as flags, where flags can say it."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.config.model import PipelineFile
from augcli.config.write import as_flags
from augcli.groups import Stage
from augcli.policies import POLICIES, policy
from augcli.registry import catalogue
from augcli.resampling import Resampling
from augcli.steps import Step


def as_command_line(file: PipelineFile) -> list[str] | None:
    """Give the flags that stand for a pipeline, its seed apart; None if only a file can say it.

    Flags know no groups but the policies, each transform once, and one order.
    """
    stages = file.pipeline.stages
    places = [place for stage in stages if (place := _place(stage)) is not None]
    if not stages or len(places) < len(stages) or places != sorted(set(places)):
        return None
    typed = [flag for stage in stages for flag in _flags(stage)]
    return typed + _chances(stages) + _sampling(file.resampling)


def policy_name(stage: Stage) -> str:
    """Give the name of the policy that a stage is, or nothing."""
    if isinstance(stage, Step):
        return ""
    return next((name for name in POLICIES if policy(name).settings() == stage.settings()), "")


def _place(stage: Stage) -> int | None:
    """Give where the flag of a stage stands: policies follow the geometry."""
    order = list(catalogue().values())
    if isinstance(stage, Step):
        place = order.index(stage.transform)
        return place if stage.transform.group == "geometry" else place + 1
    return sum(one.group == "geometry" for one in order) if policy_name(stage) else None


def _flags(stage: Stage) -> list[str]:
    return as_flags(stage) if isinstance(stage, Step) else ["--policy", policy_name(stage)]


def _chances(stages: Sequence[Stage]) -> list[str]:
    return [
        part
        for step in stages
        if isinstance(step, Step) and step.chance != step.transform.chance
        for part in ("--chance", f"{step.transform.name.replace('_', '-')}={_plain(step.chance)}")
    ]


def _plain(chance: float) -> str:
    # Without an exponent, which the flag doesn't take.
    return f"{chance:.12f}".rstrip("0").rstrip(".")


def _sampling(resampling: Resampling) -> list[str]:
    plain = Resampling()
    flags = []
    if resampling.fill_mode != plain.fill_mode:
        flags += ["--fill-mode", resampling.fill_mode]
    if resampling.fill_value != plain.fill_value and resampling.fill_mode == "constant":
        flags += ["--fill-value", ",".join(f"{level:.12g}" for level in resampling.fill_value)]
    if resampling.interpolation != plain.interpolation:
        flags += ["--interpolation", resampling.interpolation]
    return flags
