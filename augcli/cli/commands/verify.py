"""``augcli verify``: is what expand made still what it made?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.errors import UsageProblem
from augcli.expansion.verify import verify
from augcli.text import printable

_CHECKS = "Checks"
_RUN = "Run"


@click.command("verify", cls=Command)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), required=False)
@option(
    _CHECKS,
    "--deep",
    is_flag=True,
    help="Draw and render every copy again from DATA, and compare the bytes.",
)
@option(_RUN, "--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(**values: Any) -> None:
    """Compare OUT with its manifest.

    Every record must have its file, of the size and with the content it tells of, and every file
    its record; every file must decode. With --deep each copy is also made again from the dataset
    DATA that it came from.

    Exit codes: 0 all is as it should be, 2 not a valid request, 3 something differs: each
    difference is named.
    """
    if values["deep"] and values["data"] is None:
        raise UsageProblem(
            "--deep needs the dataset that OUT was made from",
            f"type: augcli verify {values['out']} DATA --deep",
        )
    if values["data"] is not None and not values["deep"]:
        note("DATA is looked at only with --deep")
    report = verify(values["out"], values["data"] if values["deep"] else None)
    if values["as_json"]:
        click.echo(json.dumps(report.as_json(), indent=2))
    else:
        for difference in report.differences:
            click.echo(printable(f"{difference.kind}: {difference.file}: {difference.text}"))
        count = len(report.differences)
        click.echo(printable(f"{report.files} files in {report.out}, {count or 'no'} differences"))
    click.get_current_context().exit(report.exit_code)
