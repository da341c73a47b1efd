"""Turn the flags of a command into the pipeline, and note what was probably not meant."""

from __future__ import annotations

from dataclasses import replace

from augcli.cli.console import note, note_once
from augcli.cli.project_file import read_project
from augcli.config.choose import ChosenPipeline, choose
from augcli.config.pipeline_flags import PipelineFlags
from augcli.imaging.resampling import Resampling


def choose_pipeline(flags: PipelineFlags) -> ChosenPipeline:
    """Return the pipeline that the flags, and the file of ``--config``, stand for.

    Raises:
        UsageProblem: a value breaks a rule. The message names the flag, the value and the rule;
            the hint has an example.
    """
    file = read_project(flags.config) if flags.config else None
    chosen = choose(file.fill(flags), file.content) if file else choose(flags)
    resampling = chosen.resampling
    if resampling.fill_value != Resampling.fill_value and resampling.fill_mode != "constant":
        note_once(
            f"--fill-value needs --fill-mode constant: it does nothing with {resampling.fill_mode}"
        )
    return chosen


def announce_preset(chosen: ChosenPipeline) -> None:
    """Note which preset augcli took because no flag named a pipeline."""
    if chosen.is_default:
        flags = " ".join(replace(chosen, classes=()).flags())
        note(f"no augmentation flags: using the preset {chosen.preset}, which is {flags}")
