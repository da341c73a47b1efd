"""``augcli check-leak``: find images that two splits share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.command import Command, option
from augcli.cli.console import explain, note
from augcli.cli.json_output import say_json
from augcli.cli.leak_report import headline, leak_csv, leak_lines
from augcli.cli.print_options import json_option, quiet_option
from augcli.cli.step_progress import step_progress
from augcli.cli.workers import workers_option
from augcli.cli.write_for_user import write_for_user
from augcli.errors import UsageProblem
from augcli.expansion.output.made_before import run_of
from augcli.figures.sheet import ENDINGS, encode
from augcli.leaks.check import LeakReport, check_leaks
from augcli.leaks.sheet import MOST_SHOWN, leak_sheet
from augcli.leaks.sides import find_sides
from augcli.text import printable, shell_command

_OUTPUT = "Output"
_RUN = "Run"


@click.command(
    "check-leak",
    cls=Command,
    examples=(
        "augcli check-leak data/train data/val",
        "augcli check-leak out/ --sheet leaks.png",
    ),
)
@click.argument("folders", metavar="TRAIN [VAL [TEST]]", type=DATA_PATH, nargs=-1, required=True)
@option(
    _OUTPUT,
    "-o",
    "--sheet",
    type=PATH,
    metavar="FILE",
    help=f"Write a figure of the worst pairs, at most {MOST_SHOWN}, side by side. The ending gives "
    f"the format ({', '.join(ENDINGS)}). Without a leak no figure is written.",
)
@option(_OUTPUT, "--csv", "table", type=PATH, metavar="FILE", help="Write all pairs as a table.")
@option(
    _RUN,
    "--manifest",
    "outs",
    type=PATH,
    metavar="OUT",
    multiple=True,
    help="Know the copies of one source by the manifest of this OUT of expand, from which images "
    "were moved or copied. May be repeated. A manifest in a folder that is compared, or in the one "
    "above it, is found without.",
)
@option(
    _RUN,
    "--follow-links",
    is_flag=True,
    help="Follow links that lead out of a folder, and links to folders, of which some splits are "
    "made.",
)
@workers_option
@json_option
@quiet_option
@click.pass_context
def command(context: click.Context, /, **values: Any) -> None:
    """Find images of TRAIN that are in VAL or TEST too.

    Instead of two or three folders, give the one that holds them, such as the OUT of expand.

    A pair is exact (equal bytes), of one source (the manifest of expand tells), or a near
    duplicate: encoded again, resized, cropped to 80 %, mirrored, turned by quarters or by up to 15
    degrees, brighter or darker, gray. A picture under two labels is told inside a folder, too.
    docs/leaks.md says what is found, and what is not.

    Exit codes: 0 no leak, 1 the machine failed, 2 not a valid request, 3 leaks were found.
    """
    flags = _Flags(**values)
    sides = find_sides(flags.folders, follow_links=flags.follow_links)
    _check_targets(flags)
    for out in flags.outs:
        run_of(out)  # raises if it is none
    with step_progress("comparing", quiet=flags.quiet) as progress:
        report = check_leaks(sides, flags.workers, progress, flags.outs)
    _note(report)
    if flags.table:
        write_for_user(flags.table, leak_csv(report.leaks))
    if flags.sheet and report.leaks:
        title = shell_command(["augcli", "check-leak", *map(str, flags.folders)])
        figure = encode(leak_sheet(report.leaks, title), flags.sheet.suffix[1:].lower())
        write_for_user(flags.sheet, figure)
    if flags.as_json:
        say_json(report.as_json())
    elif not flags.quiet:
        for line in leak_lines(report):
            click.echo(printable(line))
    elif report.leaks:
        explain(headline(report))
    context.exit(report.exit_code)


@dataclass(frozen=True)
class _Flags:
    """The arguments and flags of the command, as click passes them."""

    folders: tuple[Path, ...]
    sheet: Path | None
    table: Path | None
    outs: tuple[Path, ...]
    follow_links: bool
    workers: int
    as_json: bool
    quiet: bool


def _check_targets(flags: _Flags) -> None:
    """Refuse an unknown ending, and files in the folders that were given."""
    if flags.sheet and flags.sheet.suffix[1:].lower() not in ENDINGS:
        raise UsageProblem(
            f"--sheet {flags.sheet}: the ending must be one of {', '.join(ENDINGS)}",
            "for example: --sheet leaks.png",
        )
    for flag, target in (("--sheet", flags.sheet), ("--csv", flags.table)):
        for folder in flags.folders:
            if target and target.resolve().is_relative_to(folder.resolve()):
                raise UsageProblem(
                    f"{flag} {target} is in {folder}, which is only read",
                    "give a file elsewhere",
                )


def _note(report: LeakReport) -> None:
    if report.unreadable:
        path, text = min(report.unreadable.items())
        count = len(report.unreadable)
        files = "1 file was" if count == 1 else f"{count} files were"
        note(f"{files} not compared, such as {path}: {text}")
    if report.only_equal:
        note(
            f"inside {report.only_equal} only equal pictures were compared for two labels: "
            "it has many"
        )
