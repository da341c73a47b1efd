"""``augcli verify``: compare the outputs of expand with their manifest."""

from __future__ import annotations

from pathlib import Path

import click

from augcli.cli.check_paths import DATA_PATH
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.json_output import say_json
from augcli.cli.print_options import json_option
from augcli.cli.workers import workers_option
from augcli.errors import UsageProblem
from augcli.expansion.verify import verify
from augcli.expansion.verify_report import LEVELS
from augcli.imaging.processor import processor_kind
from augcli.text import printable

_CHECKS = "Checks"


@click.command(
    "verify",
    cls=Command,
    examples=(
        "augcli verify out/",
        "augcli verify out/ data/ --deep",
    ),
)
@click.argument("out", type=DATA_PATH)
@click.argument("data", type=DATA_PATH, required=False)
@option(
    _CHECKS,
    "--deep",
    is_flag=True,
    help="Make every copy again from DATA and compare the bytes; the levels, within 16 of 255, if "
    "another kind of processor made some.",
)
@workers_option
@json_option
def command(out: Path, data: Path | None, deep: bool, workers: int, as_json: bool) -> None:
    """Compare OUT with its manifest.

    Every record must have a file of the recorded size and content, every file must have a record,
    and every file must decode. With --deep, augcli also makes each copy again from DATA, the
    dataset that OUT was made from.

    Exit codes: 0 nothing differs, 1 the machine failed, 2 not a valid request, 3 something
    differs: each difference is named.
    """
    if deep and data is None:
        raise UsageProblem(
            "--deep needs the dataset that OUT was made from",
            f"type: augcli verify {out} DATA --deep",
        )
    if data is not None and not deep:
        note("DATA is read only with --deep")
    report = verify(out, data if deep else None, workers)
    if as_json:
        say_json(report.as_json())
    else:
        for difference in report.differences:
            click.echo(printable(f"{difference.kind}: {difference.file}: {difference.text}"))
        if report.others:
            click.echo(
                f"copies are compared within {LEVELS} of 255 levels, not by their bytes: some were "
                f"made on {' and '.join(map(printable, report.others))}; this is {processor_kind()}"
            )
        files = "file" if report.files == 1 else "files"
        if report.shards:
            files = f"images in {report.shards} {'shard' if report.shards == 1 else 'shards'}"
        count = len(report.differences)
        found = f"{count or 'no'} {'difference' if count == 1 else 'differences'}"
        click.echo(printable(f"{report.files} {files} in {report.out}, {found}"))
    click.get_current_context().exit(report.exit_code)
