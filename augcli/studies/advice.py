"""Advise after a study: drop what hurts, keep what helps, with the command to type."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace

from augcli.config.flags import as_command_line
from augcli.pipeline.pipeline import Pipeline
from augcli.studies.arms import titles_of
from augcli.studies.statistics import NO_EFFECT
from augcli.studies.study import Study


def advice(found: Study) -> Iterator[str]:
    """Yield advice in plain words; nothing where no verdict is given.

    It never names a best pipeline: to choose one among the rows would need photos that no row saw.
    """
    if not found.learns or not found.rows or found.of_strengths:
        return
    hurt = found.steps_that("hurts")
    if hurt and len(found.rows) > 1:
        yield (
            f"{_list(hurt)} {'hurts' if len(hurt) == 1 else 'hurt'} alone. Beside a harmful step "
            "another can look like a cure: leave it out, and run again before you trust the rows "
            "below."
        )
    in_concert = [one for one in found.steps_that("hurts", "added") if one not in hurt]
    dropped = [*hurt, *in_concert]
    helps = [one for one in found.steps_that("helps") if one not in dropped]
    free = [one for one in found.without_effect if one not in dropped]
    if dropped:
        yield f"Drop {_list(dropped)}."
    if helps:
        yield f"Keep {_list(helps)}."
    if free:
        yield f"Keep or drop {_list(free)}, as you like: {NO_EFFECT}."
    if command := _command(found, dropped):
        yield f"To go on: {command}"


def _command(found: Study, dropped: Sequence[str]) -> str:
    """Return the command that expands the dataset with the steps that are kept; "" if none are."""
    if found.file is None:
        return ""
    stages = found.file.pipeline.stages
    kept = [
        one for one, title in zip(stages, titles_of(stages), strict=True) if title not in dropped
    ]
    if not kept:
        return ""
    flags = as_command_line(replace(found.file, pipeline=Pipeline(tuple(kept)), seed=None))
    typed = shlex.join(flags) if flags else "--config augment.toml, without those steps"
    return f"augcli expand {shlex.quote(found.data)} out --copies 5 {typed}"


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
