"""From the values of ``expand``'s flags to the settings of a run, and the care it takes."""

from __future__ import annotations

import os
from typing import Any

from augcli.cli.console import note
from augcli.cli.parse_size import parse_size
from augcli.cli.pipeline_flags import PipelineFlags, read
from augcli.errors import UsageProblem
from augcli.expansion.expand import RunOptions
from augcli.expansion.output.label_swaps import both_ways, parse_swap
from augcli.expansion.output.settings import Settings
from augcli.pipeline.copy_maker import Output
from augcli.pipeline.partners import needs_partners
from augcli.storage.limits import Limits


def read_settings(values: dict[str, Any], choice: PipelineFlags) -> Settings:
    """Return what decides what a run makes. Raises UsageProblem."""
    size = values["size"]
    if size is None and values["fit"] != Output.fit:
        note("--fit does nothing without --size")
    if values["mix_across"] and not needs_partners(choice.pipeline):
        note("--mix-across does nothing without --mixup, --cutmix or --mosaic")
    output = Output(
        values["format"],
        values["quality"],
        read("--size", size, parse_size, ("224x224",)) if size is not None else None,
        values["fit"],
    )
    return Settings(
        choice.pipeline,
        values["copies"],
        choice.seed,
        choice.resampling,
        output,
        values["originals"],
        values["flat"],
        values["mix_across"],
        values["reject"],
        _swaps(values, choice),
    )


def _swaps(values: dict[str, Any], choice: PipelineFlags) -> tuple[tuple[str, str], ...]:
    texts: tuple[str, ...] = values["swap_labels"]
    if not texts:
        return ()
    for flag in ("flat", "reject"):
        if values[flag]:
            raise UsageProblem(
                f"--swap-labels does not go with --{flag}", "leave one of the two out"
            )
    if needs_partners(choice.pipeline):
        raise UsageProblem(
            "--swap-labels does not go with mixing, which lays mirrored pictures over others",
            "leave one of the two out",
        )
    if not any(step.transform.name == "horizontal_flip" for step in choice.pipeline.steps()):
        note("--swap-labels does nothing without --horizontal-flip")
    example = ("left=right",)
    pairs = [read("--swap-labels", text, parse_swap, example) for text in texts]
    swaps = read("--swap-labels", " ".join(texts), lambda _: both_ways(pairs), example)
    for label in swaps:
        if not (values["data"] / label).is_dir():
            raise UsageProblem(
                f"--swap-labels: {values['data']} has no class {label}",
                "give the names of two class folders",
            )
    return tuple(sorted(swaps.items()))


def read_care(values: dict[str, Any]) -> RunOptions:
    """Return how the run goes about it."""
    limits = Limits(values["max_pixels"], values["max_bytes"], values["timeout"])
    return RunOptions(
        values["workers"] or _cores(),
        limits,
        strict=values["strict"],
        overwrite=values["overwrite"],
        verify=values["verify"],
        prune=values["prune"],
        durable=values["durable"],
        profile=values["profile"],
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # what we may use, not what there is; not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
