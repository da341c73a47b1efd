"""``augcli expand``: make augmented copies of a dataset."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from augcli.cli.amount_options import amount_options
from augcli.cli.arrangement_notes import note_arrangement
from augcli.cli.arrangement_options import arrangement_options
from augcli.cli.check_paths import DATA_PATH, OUT_PATH, PATH
from augcli.cli.choose_pipeline import announce_preset, choose_pipeline
from augcli.cli.class_advice import note_advice
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.doubts import note_doubts
from augcli.cli.engine_options import engine_options
from augcli.cli.expand_flags import ExpandFlags
from augcli.cli.expand_report import Report
from augcli.cli.layout_options import layout_options
from augcli.cli.merging_names import merging_text
from augcli.cli.near_duplicates import near_duplicates_with_progress
from augcli.cli.note_part import note_part
from augcli.cli.options import augmentation_options
from augcli.cli.output_options import output_options
from augcli.cli.progress import progress
from augcli.cli.run_options import run_options
from augcli.cli.save_config import save_project
from augcli.cli.split_notes import note_splits
from augcli.cli.workers import workers_option
from augcli.config.pipeline_flags import PipelineFlags
from augcli.expansion.dry_run import estimate
from augcli.expansion.expand import Expansion
from augcli.expansion.output.run_file import other_processors, read_run_file
from augcli.expansion.output.settings import ORIGINALS
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.processor import processor_kind
from augcli.pipeline.in_words import stage_lines

_OUTPUT = "Output"
_RUN = "Run"


@click.command(
    "expand",
    cls=Command,
    examples=(
        "augcli expand data/ out/ --copies 5 --rotation 30 --hflip",
        "augcli expand data/ out/ -n 3 --preset natural --size 224",
    ),
)
@click.argument("data", type=DATA_PATH)
@click.argument("out", type=OUT_PATH)
@amount_options
@arrangement_options
@augmentation_options
@workers_option
@engine_options
@output_options
@layout_options
@option(
    _OUTPUT,
    "--originals",
    type=click.Choice(ORIGINALS),
    default="none",
    show_default=True,
    help="Put the sources beside their copies: not at all; as copies, which are upright, without "
    "metadata, of --size and --format; or as links to the files as they are.",
)
@option(
    _OUTPUT,
    "--swap-labels",
    metavar="A=B",
    multiple=True,
    help="Put copies of class A that --horizontal-flip mirrors into class B, and those of B into "
    "A, such as left=right. May be repeated.",
)
@option(
    _RUN,
    "--save-config",
    type=PATH,
    metavar="FILE",
    help="Write DATA, OUT, all flags and the pipeline to a new file too, for --config.",
)
@run_options
@click.pass_context
def command(
    context: click.Context,
    /,
    pipeline_flags: PipelineFlags,
    arrangement_flags: ArrangementFlags,
    save_config: Path | None,
    **values: Any,
) -> None:
    """Make augmented copies of every image in DATA/<class>/ and write them to OUT/<class>/.

    OUT must be new, empty, or hold an earlier run with the same settings, which is then continued.
    DATA may also be shards (WebDataset tars or Parquet files), or in a bucket or an archive:
    s3://bucket/data, zip://::data.zip; OUT may be in a bucket. If no flag names a transform, augcli
    uses a mild set that suits photos. A file can hold everything, DATA and OUT too: augcli expand
    --config job.toml

    \b
    Ranges: N means plus or minus N around the value that changes nothing:
      --rotation 90 is -90 to 90 degrees, --zoom 0.3 is 0.7 to 1.3.
    A,B means from A to B, both included: --brightness 0.2,1.0.

    Exit codes: 0 every image expanded, 1 the machine failed (run again to continue), 2 not a valid
    request, 3 finished but some images gave no copies, 130 interrupted.
    """
    find = partial(near_duplicates_with_progress, quiet=values["quiet"])
    flags = ExpandFlags(**values, arrangement_flags=arrangement_flags, find_pairs=find)
    chosen = choose_pipeline(pipeline_flags)
    settings = flags.settings(chosen, mix_across=pipeline_flags.mix_across)
    flags.note_doubtful(chosen, mix_across=pipeline_flags.mix_across)
    dataset = flags.dataset
    expansion = Expansion(dataset, flags.out, settings, flags.run_options(), flags.part)
    expansion.check()  # run does it again; here it keeps the notes below from a refused run
    if not flags.quiet:
        note_arrangement(dataset)
        note_splits(dataset)
        note_part(expansion)
        for classes in dataset.merging_classes():
            note(f"warning: classes {merging_text(classes)}")
        note_doubts(pipeline_flags)
        note_advice([chosen], flags.classes())
        if not flags.overwrite:
            _note_other_processors(flags.out)
        announce_preset(chosen)
    if save_config:
        save_project(save_config, context, chosen)
    if flags.verbose:
        _describe_run(expansion)
    report = Report(
        as_json=flags.as_json,
        quiet=flags.quiet,
        verbose=flags.verbose,
        prune=flags.prune,
        originals=flags.originals,
    )
    if flags.dry_run:
        with DecoderOutput():
            forecast = estimate(expansion)
        report.plan(forecast)
        flags.note_no_effect(forecast.loaders)
        click.get_current_context().exit(forecast.exit_code)
    with progress(quiet=flags.quiet) as on_source:
        summary = expansion.run(on_source)
    report.summary(summary)
    flags.note_no_effect(summary.loaders)
    context.exit(summary.exit_code)


def _note_other_processors(out: Path) -> None:
    if others := other_processors(read_run_file(out)):
        note(
            f"note: {out} was made on {' and '.join(others)}; this is {processor_kind()}: "
            "what is made now may differ by some levels from what that would make"
        )


def _describe_run(expansion: Expansion) -> None:
    settings = expansion.settings
    for line in stage_lines(settings.pipeline.stages):
        note(f"step: {line}")
    for label, pipeline in settings.class_pipelines.items():
        for line in stage_lines(pipeline.stages):
            note(f"step of {label}: {line}")
    options = expansion.options
    where = f"on {options.scheduler}" if options.scheduler else f"{options.workers} workers"
    note(f"seed {settings.seed}, {where}")
