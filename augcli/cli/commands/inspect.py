"""``augcli inspect``: look at a dataset, and advise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from augcli.cli.arrangement_notes import note_arrangement
from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.command import Command, option
from augcli.cli.console import explain
from augcli.cli.json_output import say_json
from augcli.cli.label_options import label_options
from augcli.cli.left_out import explain_left_out
from augcli.cli.preview_flags import STANDARD
from augcli.cli.preview_targets import page_target
from augcli.cli.print_options import quiet_option
from augcli.cli.split_notes import note_doubt
from augcli.cli.step_progress import step_progress
from augcli.cli.workers import workers_option
from augcli.cli.write_for_user import write_for_user, write_to_stdout
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.expansion.request.label_table import labelled
from augcli.expansion.skipped_source import unread_names
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.inspection.inspection import MOST_COMPARED, Inspection, inspect
from augcli.inspection.json_report import report_as_json
from augcli.inspection.text_report import report_as_text
from augcli.text import printable

_REPORT = "Report"
_RUN = "Run"
_NAMED_PROBLEMS = 10


@click.command(
    "inspect",
    cls=Command,
    examples=(
        "augcli inspect data/",
        "augcli inspect data/ --html report.html",
    ),
)
@click.argument("data", type=DATA_PATH)
@option(
    _REPORT,
    "--html",
    type=PATH,
    metavar="FILE",
    help="Write a web page too, with a sheet of each class and a picture of each finding; it needs "
    "no network. - is stdout.",
)
@option(_REPORT, "--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@option(
    _REPORT,
    "--near-duplicates/--no-near-duplicates",
    default=None,
    help="Look for near duplicates, or don't: re-encoded, resized, cropped, mirrored or turned. "
    f"Without either flag, up to {MOST_COMPARED:,} images are compared; of an OUT, one of each "
    "source.",
)
@option(_RUN, "--flat", is_flag=True, help="Take DATA as a folder of images without class folders.")
@option(
    _RUN,
    "--follow-links",
    is_flag=True,
    help="Follow links that lead out of DATA, and links to folders.",
)
@option(
    _RUN,
    "--no-cache",
    is_flag=True,
    help="Measure every image again, and keep nothing in your cache folder.",
)
@label_options
@workers_option
@quiet_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917, one for each flag
    context: click.Context,
    data: Path,
    html: Path | None,
    as_json: bool,
    near_duplicates: bool | None,
    labels: Path | None,
    image_column: str | None,
    label_column: tuple[str, ...],
    flat: bool,
    follow_links: bool,
    no_cache: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Look at the images of DATA, a dataset or an OUT of expand, and advise what to do.

    It shows the classes, the properties of the files, the spread of brightness, contrast, sharpness
    and colourfulness with the images that stand out, what can't be read, what is there twice or
    under two labels, and of an OUT also the values drawn. Nothing is written to DATA.

    Exit codes: 0 every image read, 1 the machine failed, 2 not a valid request, 3 some images could
    not be read: each is named.
    """
    target = _target(html, data, as_json=as_json)
    flags = ArrangementFlags(labels, image_column, label_column)
    dataset = labelled(Dataset(data, flat=flat, follow_links=follow_links), flags)
    with step_progress("measuring", quiet=quiet) as on_step:
        found = inspect(dataset, workers, on_step, cached=not no_cache)
    if found.is_worth_comparing if near_duplicates is None else near_duplicates:
        with step_progress("comparing", quiet=quiet) as on_step:
            found.look_for_near_duplicates(workers, on_step, cached=not no_cache)
    found.typed = (*flags.typed_labels, *_typed(flat=flat, follow_links=follow_links))
    if not quiet:
        note_arrangement(dataset)
    note_doubt(dataset)
    _explain(found)
    if target == STANDARD:
        write_to_stdout(_page(found))
    elif target:
        write_for_user(target, _page(found))
    if as_json:
        say_json(report_as_json(found))
    elif not quiet and target != STANDARD:
        click.echo(report_as_text(found))
        if target:
            click.echo("\n" + printable(f"page: {target}"))
    context.exit(found.exit_code)


def _typed(*, flat: bool, follow_links: bool) -> Iterator[str]:
    """Yield the flags without which DATA would be another dataset."""
    if flat:
        yield "--flat"
    if follow_links:
        yield "--follow-links"


def _target(html: Path | None, data: Path, *, as_json: bool) -> Path | None:
    """Return the file of ``--html``. Raises UsageProblem if it can't be there."""
    if html is None:
        return None
    if html == STANDARD and as_json:
        raise UsageProblem("--html - and --json can't both be written to stdout", "give one a file")
    target = page_target(html)
    if html != STANDARD and target.resolve().is_relative_to(data.resolve()):
        raise UsageProblem(
            f"--html {html} is inside {data}", "a dataset is never changed: give a file elsewhere"
        )
    return target


def _page(found: Inspection) -> bytes:
    from augcli.inspection.html import page  # it loads matplotlib

    with DecoderOutput():  # what C libraries say of a picture was told when it was measured
        return page(found)


def _explain(found: Inspection) -> None:
    """Print why the exit code is 3, even with ``--quiet``: each image, or each format."""
    single = [one for one in found.skipped if not one.kind]
    for one in single[:_NAMED_PROBLEMS]:
        explain(f"{one.status}: {one.source}: {one.text}")
    if len(single) > _NAMED_PROBLEMS:
        explain(f"and {len(single) - _NAMED_PROBLEMS} more that could not be read: see --json")
    explain_left_out(unread_names(found.skipped))
