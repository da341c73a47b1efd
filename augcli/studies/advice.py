"""Advise after a study: drop what hurts, keep what helps, with the command to type."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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


def doubt(found: Study) -> str:
    """Return why the rows of steps beside each other can't be trusted yet; empty if they can.

    Beside a harmful step another can look like a cure, so this is told first.
    """
    hurt = found.steps_that("hurts")
    if not hurt or len(found.rows) == len(found.block("alone")):
        return ""
    verb, them = ("hurts", "it") if len(hurt) == 1 else ("hurt", "them")
    return (
        f"{_list(hurt)} {verb} alone. Beside a harmful step another can look like a cure: run "
        f"again without {them} before you trust the blocks after the first."
    )


def command_again(found: Study) -> str:
    """Return the command that studies the steps that don't hurt alone; empty if there is none."""
    left = _without(found, found.steps_that("hurts"))
    flags = as_command_line(left) if left else None
    return f"{found.typed} {shell_command(flags)}" if doubt(found) and flags else ""


def advice(found: Study) -> Iterator[str]:
    """Yield advice in plain words; nothing where no verdict is given.

    It never names a best pipeline: to choose one among the rows would need photos that no row saw.
    """
    if not found.learns or not found.rows:
        return
    if found.of_strengths:
        yield from _on_strengths(found)
        return
    dropped, helps, free = _dropped(found), _helps(found), _free(found)
    if dropped:
        yield f"Drop {_list(dropped)}."
    if helps:
        yield f"Keep {_list(helps)}."
    if not dropped and found.steps_that("hurts", "together"):
        yield "All together hurt, though no step does alone: take fewer of them, and study those."
    elif free:
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
    """Return the pipeline that is advised: what helps, or else what has no measurable effect.

    None if nothing is left, if no verdict is given, or of a study of strengths.
    """
    kept = _helps(found)
    if not kept and not (found.steps_that("hurts", "together") and not _dropped(found)):
        kept = _free(found)
    return _only(found, kept)


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
    """Return the steps that help: alone, or beside others of which none hurts alone."""
    dropped = _dropped(found)
    added = [] if found.steps_that("hurts") else found.steps_that("helps", "added")
    helps = dict.fromkeys([*found.steps_that("helps"), *added])
    return [one for one in helps if one not in dropped]


def _free(found: Study) -> list[str]:
    """Return the steps that may be added or left out: nothing was measured of them, alone."""
    taken = {*_dropped(found), *_helps(found)}
    return [one for one in found.steps_that(NO_EFFECT) if one not in taken]


def _only(found: Study, titles: Collection[str]) -> PipelineFile | None:
    """Return the pipeline of some of the steps; None if there are none."""
    if found.file is None or not titles:
        return None
    stages = found.file.pipeline.stages
    kept = tuple(
        one for one, title in zip(stages, titles_of(stages), strict=True) if title in titles
    )
    return replace(found.file, pipeline=Pipeline(kept), seed=None)


def _without(found: Study, titles: Collection[str]) -> PipelineFile | None:
    every = titles_of(found.file.pipeline.stages) if found.file else []
    return _only(found, [one for one in every if one not in titles])


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
