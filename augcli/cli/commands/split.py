"""``augcli split``: split a dataset into train, val and test, without copies."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import click

from augcli.cli.arrangement_notes import note_arrangement
from augcli.cli.arrangement_options import arrangement_options
from augcli.cli.check_paths import DATA_PATH, OUT_PATH
from augcli.cli.command import Command, option
from augcli.cli.folds import write_folds
from augcli.cli.near_duplicates import near_duplicates_with_progress
from augcli.cli.note_part import note_part
from augcli.cli.number_types import Count
from augcli.cli.output_options import file_options, note_unused_output
from augcli.cli.progress import progress
from augcli.cli.run_options import run_options
from augcli.cli.split_flags import SplitFlags
from augcli.cli.split_notes import note_doubt
from augcli.cli.split_report import SplitReport
from augcli.cli.workers import workers_option
from augcli.expansion.dry_run import estimate
from augcli.expansion.expand import Expansion
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.imaging.codec.decoder_output import DecoderOutput

_DEFAULT = "val=0.2"


@click.command(
    "split",
    cls=Command,
    examples=(
        "augcli split data/ out/ --split val=0.2,test=0.1",
        "augcli split data/ out/ --split val=0.2 --group-by '(patient\\d+)'",
    ),
)
@click.argument("data", type=DATA_PATH)
@click.argument("out", type=OUT_PATH)
@arrangement_options
@option(
    "Splits",
    "--folds",
    metavar="K",
    type=Count(min=2, max=1000),
    help="Write no images but OUT/folds.csv: the fold, 1 to K, of each image, for "
    "cross-validation.",
)
@workers_option
@file_options
@run_options
@click.pass_context
def command(
    context: click.Context,
    /,
    arrangement_flags: ArrangementFlags,
    **values: Any,
) -> None:
    """Split the images of DATA/<class>/ into OUT/train/<class>/, OUT/val/<class>/ and so on.

    The files are as --originals copy of expand makes them: upright, without metadata, of --size and
    --format. An image goes to a side by the hash of its name, so that a new image moves few others
    of its class, and none in an OUT that is there already. The default is --split val=0.2.

    Exit codes: 0 every image is in a split, 1 the machine failed (run again to continue), 2 not a
    valid request, 3 finished but some images could not be read, 130 interrupted.
    """
    folds = arrangement_flags.folds
    if not (arrangement_flags.split or folds):
        arrangement_flags = replace(arrangement_flags, split=_DEFAULT)
    find = partial(near_duplicates_with_progress, quiet=values["quiet"])
    flags = SplitFlags(**values, arrangement_flags=arrangement_flags, find_pairs=find)
    if folds:
        write_folds(flags, folds)
        return
    settings, options = flags.settings(), flags.run_options()
    expansion = Expansion(flags.dataset, flags.out, settings, options, flags.part)
    note_unused_output(flags)
    expansion.check()
    if not flags.quiet:
        note_arrangement(flags.dataset)
        note_doubt(flags.dataset)
        note_part(expansion)
    report = SplitReport(flags.as_json, flags.quiet, flags.verbose, flags.prune)
    if flags.dry_run:
        with DecoderOutput():
            forecast = estimate(expansion)
        report.plan(forecast, flags.dataset)
        context.exit(forecast.exit_code)
    with progress(quiet=flags.quiet) as on_source:
        summary = expansion.run(on_source)
    report.summary(summary, flags.dataset)
    context.exit(summary.exit_code)
