"""Read the file of a pipeline, or of a whole job of ``augcli expand``, for its pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from augcli.config.class_tables import CLASSES, read_class_tables
from augcli.config.pipeline_file import PipelineFile
from augcli.config.read import parse_project, read_bytes

_OF_THE_PIPELINE = ("preset", "policy", "chance", "size", "fit")
OF_THE_RUN = (
    *("data", "out", "copies", "balance", "target-per-class", "total", "cap"),
    *("labels", "image-column", "label-column", "include", "exclude", "class", "limit"),
    *("split", "group-by", "groups", "group-near-duplicates", "splits", "flat", "follow-links"),
    *("format", "quality", "subsampling", "originals", "reject", "swap-labels", "mix-across"),
    *("layout", "shard-size", "shard-count"),
    *("workers", "timeout", "max-pixels", "max-bytes", "again", "strict", "verify", "prune"),
    *("durable", "profile", "engine", "scheduler", "json", "quiet", "verbose"),
)
"""The keys of a job that say nothing of how a copy is made in memory."""


class JobFile(NamedTuple):
    """What a file says: its steps, and the flags that it has beside them, such as ``--size=64``."""

    content: PipelineFile
    flags: tuple[str, ...]


def read_job(path: Path) -> JobFile:
    """Return what a file says of its pipeline.

    Raises:
        UsageProblem: there is no such file, or it breaks a rule. The message has the line.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    keys = (*_OF_THE_PIPELINE, *OF_THE_RUN, CLASSES)
    content, found, location = parse_project(read_bytes(path), str(path), keys)
    content = replace(content, classes=read_class_tables(found.pop(CLASSES, {}), location))
    named = {key: found[key] for key in _OF_THE_PIPELINE if key in found}
    return JobFile(content, tuple(flag for key in named for flag in _typed(key, named[key])))


def _typed(key: str, value: Any) -> list[str]:
    """Return the flags that the value of a key stands for."""
    if key == "size" and isinstance(value, list):
        value = "x".join(map(str, value))
    return [f"--{key}={one}" for one in (value if isinstance(value, list) else [value])]
