"""Advise after a study: drop what hurts, keep what helps, with the command to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from augcli.config.flags import as_command_line
from augcli.config.pipeline_file import PipelineFile
from augcli.pipeline.distinct import repeats
from augcli.pipeline.pipeline import Pipeline
from augcli.studies.arms import titles_of
from augcli.studies.statistics import NO_EFFECT
from augcli.studies.study import Study
from augcli.text import shell_command, typed_path

_COPIES = 5
KEPT = "augment.toml"
"""The file in the folder of a study that holds what is kept, if only a file can."""


def advice(found: Study) -> Iterator[str]:
    """Yield advice in plain words; nothing where no verdict is given.

    It never names a best pipeline: to choose one among the rows would need photos that no row saw.
    """
    if not found.learns or not found.rows:
        return
    if found.of_strengths:
        yield from _on_strengths(found)
        return
    hurt = found.steps_that("hurts")
    if hurt and len(found.rows) > 1:
        verb, them = ("hurts", "it") if len(hurt) == 1 else ("hurt", "them")
        yield (
            f"{_list(hurt)} {verb} alone. Beside a harmful step another can look like a cure: "
            f"leave {them} out, and run again before you trust what each adds to the others."
        )
    dropped, helps = _dropped(found), _helps(found)
    free = [one for one in found.without_effect if one not in dropped]
    if dropped:
        yield f"Drop {_list(dropped)}."
    if helps:
        yield f"Keep {_list(helps)}."
    if free:
        yield f"{'Add' if helps else 'Keep or drop'} {_list(free)}, as you like: {NO_EFFECT}."
    if (kept := kept_pipeline(found)) and found.out is None and as_command_line(kept) is None:
        yield f"Only a file can hold that pipeline: with -o DIR the study writes DIR/{KEPT}."


def command(found: Study) -> str:
    """Return the command that expands the dataset with what is kept; empty if there is none."""
    kept = kept_pipeline(found)
    if kept is None:
        return ""
    typed = as_command_line(kept)
    if typed is None and found.out is None:
        return ""
    flags = ["--config", f"{found.out}/{KEPT}"] if typed is None else typed
    # Flips alone, for example, make only two pictures of a photo.
    copies = _COPIES - repeats(kept.pipeline.draw_distinct(0, "", _COPIES))
    words = ["augcli", "expand", typed_path(found.data), "out", "--copies", str(copies)]
    return shell_command([*words, *flags])


def kept_pipeline(found: Study) -> PipelineFile | None:
    """Return the pipeline that is advised: what helps, or else all that doesn't hurt.

    None if nothing is left, if no verdict is given, or of a study of strengths.
    """
    if found.file is None or not found.learns or not found.rows:
        return None
    stages, helps, dropped = found.file.pipeline.stages, _helps(found), _dropped(found)
    kept = tuple(
        one
        for one, title in zip(stages, titles_of(stages), strict=True)
        if (title in helps if helps else title not in dropped)
    )
    return replace(found.file, pipeline=Pipeline(kept), seed=None) if kept else None


def _on_strengths(found: Study) -> Iterator[str]:
    helps, hurt = found.steps_that("helps"), found.steps_that("hurts")
    if helps:
        yield f"Take {' or '.join(helps)}: which of several is best, this study can't tell."
    if hurt:
        yield f"Don't take {' or '.join(hurt)}: {'it hurts' if len(hurt) == 1 else 'they hurt'}."
    if not helps and not hurt:
        yield "No strength differs measurably from none: take any, or study more photos."


def _dropped(found: Study) -> list[str]:
    """Return the steps that hurt, alone or beside the others."""
    return list(dict.fromkeys([*found.steps_that("hurts"), *found.steps_that("hurts", "added")]))


def _helps(found: Study) -> list[str]:
    dropped = _dropped(found)
    return [one for one in found.steps_that("helps") if one not in dropped]


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
