"""``augcli study``: measure which augmentation helps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.near_duplicates import near_duplicates_with_progress
from augcli.cli.number_types import Count
from augcli.cli.options import augmentation_options
from augcli.cli.print_options import json_option, quiet_option
from augcli.cli.step_progress import step_progress
from augcli.cli.study_report import name_unreadable, say_study
from augcli.cli.typed_again import typed_again
from augcli.cli.workers import workers_option
from augcli.cli.write_study import write_study
from augcli.config.pipeline_flags import PipelineFlags
from augcli.errors import ExitCode, Interrupted, UsageProblem
from augcli.pipeline.copy_maker import CopyMaker
from augcli.studies.bounds import BOUNDS
from augcli.studies.request import MOST_PHOTOS, Prepared, StudyRequest
from augcli.studies.run import OnStep
from augcli.studies.statistics import METRICS
from augcli.studies.study import Stage, Study
from augcli.studies.unreadable import Unreadable

_STUDY = "Study"
_RUN = "Run"


@click.command(
    "study",
    cls=Command,
    examples=(
        "augcli study data/ --rotation 15 --horizontal-flip --brightness 0.3",
        "augcli study data/ --preset natural --holdout phone_photos/ -o study/",
    ),
)
@click.argument("data", type=DATA_PATH)
@augmentation_options
@option(
    _STUDY,
    "--holdout",
    type=PATH,
    metavar="DIR",
    help="Test on the photos of another folder of classes. By default those of val and test in "
    "DATA are held out, or parts of DATA in turn.",
)
@option(
    _STUDY,
    "--metric",
    type=click.Choice(METRICS),
    default=METRICS[0],
    show_default=True,
    help="What a step is to change: the share of photos that are right, or the mean F1 of the "
    "classes, in which small ones count as much.",
)
@option(
    _STUDY,
    "--photos",
    type=Count(*BOUNDS["photos"]),
    metavar="N",
    default=MOST_PHOTOS,
    show_default=True,
    help="Train on at most N photos, with the same share of every class.",
)
@option(
    _STUDY,
    "--copies",
    type=Count(*BOUNDS["copies"]),
    metavar="N",
    help="Train on N copies of each photo beside it (default: 3, and 2 above 1,000 photos).",
)
@option(
    _STUDY,
    "--repeats",
    type=Count(*BOUNDS["repeats"]),
    metavar="N",
    default=10,
    show_default=True,
    help="Split the photos into folds N times.",
)
@option(
    _STUDY,
    "--folds",
    type=Count(*BOUNDS["folds"]),
    metavar="N",
    help="Test each photo by a model that has not seen its fold, one of N (default: 5), if "
    "none are held out.",
)
@option(
    _STUDY,
    "--strengths",
    metavar="STEP=A,B,...",
    help="Compare strengths of one step instead, such as rotation=5,15,40. A range has a colon: "
    "rotation=-10:30,-30:10.",
)
@option(
    _STUDY,
    "--minutes",
    type=float,
    metavar="N",
    help="Refuse a study that would take longer, and say how many photos fit.",
)
@option(
    _STUDY,
    "--model",
    metavar="kernel|cnn|FILE.py:FUNCTION",
    default="kernel",
    show_default=True,
    help="Ask another model for a second opinion: a small net, which needs PyTorch and hours, or a "
    "function of yours. Give few steps, --repeats 1 and --folds 3.",
)
@option(
    _STUDY,
    "--group-by",
    metavar="REGEX",
    help="Keep a group in one fold: photos with the same text in the first (...) of a regular "
    "expression on their path, such as '(patient\\d+)'.",
)
@option(
    _STUDY,
    "--group-near-duplicates",
    is_flag=True,
    help="Keep near duplicates in one fold: re-encoded, resized, cropped, mirrored or turned.",
)
@option(_RUN, "--follow-links", is_flag=True, help="Follow links that lead out of DATA.")
@option(
    _RUN,
    "-o",
    "--output",
    "out",
    type=PATH,
    metavar="DIR",
    help="Write study.txt, study.json, study.png and study.html into a folder, and keep there what "
    "another study of the same photos can go on from.",
)
@workers_option
@json_option
@quiet_option
@click.pass_context
def command(
    context: click.Context,
    /,
    pipeline_flags: PipelineFlags,
    as_json: bool,
    quiet: bool,
    **values: Any,
) -> None:
    """Measure which augmentation helps on the photos of DATA/<class>/, in minutes.

    A small model is trained without augmentation, with each step alone, with all together, and
    with all but each, and is tested on photos that it has not seen. The report says what each step
    changes, with an interval, and "no measurable effect" where that is the truth. Nothing is
    written to DATA.

    Exit codes: 0 finished, whatever was found, 1 the machine failed, 2 not a valid request, 3 some
    photos could not be read: each is named, 130 interrupted.
    """
    find = partial(near_duplicates_with_progress, quiet=quiet)
    request = StudyRequest(**values, find_pairs=find)
    if request.strengths:  # whose step is in no pipeline yet
        request = replace(request, chance=pipeline_flags.chance)
        pipeline_flags = replace(pipeline_flags, chance=())
    chosen = choose_pipeline(pipeline_flags)
    if request.strengths and not chosen.is_default:
        raise UsageProblem(
            "--strengths compares one step, and there are flags of a pipeline too", "leave them out"
        )
    maker = CopyMaker(
        chosen.pipeline, chosen.seed, chosen.resampling, depth_range=chosen.depth_range
    )
    with _told_what_stays(request.out):
        prepared = request.prepared(maker)
        if not quiet and not request.strengths:
            announce_preset(chosen)
        for label in prepared.photos.empty:
            note(f"class {label} has no photo, and is left out")
        found = _run(request, prepared, quiet=quiet)
    found.typed = typed_again(context, _not_of_the_study(context))
    try:
        say_study(found, as_json=as_json, quiet=quiet)
    finally:  # the report is in the files, even if nobody reads stdout any more
        if request.out:
            write_study(found, request.out, prepared)
    context.exit(found.exit_code if found.finished else ExitCode.INTERRUPTED)


def _not_of_the_study(context: click.Context) -> list[str]:
    """Return the parameters that say nothing of how the study is done: the pipeline, the run."""
    sections = command.sections(context)
    kept = sections.pop(_STUDY)
    others = (one for options in sections.values() for one in options if one not in kept)
    return [str(one.name) for one in others]


def _run(request: StudyRequest, prepared: Prepared, *, quiet: bool) -> Study:
    try:
        with _progress(quiet=quiet) as on_step:
            return request.run(prepared, on_step)
    except Unreadable as error:
        name_unreadable(error.skipped)
        raise


@contextmanager
def _told_what_stays(out: Path | None) -> Iterator[None]:
    """Say what is kept if a signal ends the study before anything is known."""
    try:
        yield
    except Interrupted as stop:
        hint = f"what {out} has of the photos stays: run the same command again to go on"
        if out is None:
            hint = "nothing is kept: add -o DIR to keep what is known of the photos"
        raise type(stop)(stop.problem, hint) from None


@contextmanager
def _progress(*, quiet: bool) -> Iterator[OnStep]:
    """Yield the function that shows the progress of both parts."""
    with (
        step_progress("photos", quiet=quiet) as photos,
        step_progress("models", quiet=quiet) as models,
    ):
        of: dict[Stage, Any] = {"photos": photos, "models": models}
        yield lambda stage, done, total: of[stage](done, total)
