"""``augcli merge``: join the parts that expand --shard has made."""

from __future__ import annotations

from pathlib import Path

import click

from augcli.cli.check_paths import DATA_PATH, OUT_PATH
from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.expand_report import explain_skipped, in_shards, print_counts
from augcli.cli.json_output import say_json
from augcli.cli.print_options import json_option, quiet_option
from augcli.cli.step_progress import step_progress
from augcli.expansion.merging.merge import Merge
from augcli.expansion.merging.place import Placed
from augcli.expansion.output.manifest import SKIPPED
from augcli.text import printable


@click.command(
    "merge",
    cls=Command,
    examples=(
        "augcli merge part-1/ part-2/ part-3/ -o out/",
        "augcli merge part-*/ -o out/",
    ),
)
@click.argument("parts", type=DATA_PATH, nargs=-1, required=True, metavar="PART...")
@option(
    "Output", "-o", "--output", type=OUT_PATH, required=True, metavar="OUT", help="Write to OUT."
)
@json_option
@quiet_option
def command(parts: tuple[Path, ...], output: Path, as_json: bool, quiet: bool) -> None:
    """Join the parts that expand --shard made: OUT is then what one run makes, byte for byte.

    Files become hard links, which take no space, or copies where the file system has none. The
    parts stay as they are, and may be removed then. Each file is compared with its record first. A
    merge that was cut short goes on when it is typed again.

    Exit codes: 0 all parts are in OUT, 1 the machine failed or a file has changed since it was made
    (run again to continue), 2 the parts don't make up one run, 3 finished but some images gave no
    copies, 130 interrupted.
    """
    merge = Merge(parts, output)
    with step_progress("merging", quiet=quiet) as on_part:
        placed = merge.run(on_part)
    _report(merge, placed, as_json=as_json, quiet=quiet)
    if merge.has_several_kinds and not quiet:
        note(
            f"note: the parts were made on {' and '.join(merge.processors)}: copies of one may "
            "differ by some levels from what another makes"
        )
    click.get_current_context().exit(merge.summary.exit_code)


def _report(merge: Merge, placed: Placed, *, as_json: bool, quiet: bool) -> None:
    summary = merge.summary
    if as_json:
        say_json(
            {
                "out": str(merge.out),
                "parts": len(merge.parts),
                **placed.as_json(),
                **summary.totals(),
                **({"shards": len(summary.shards)} if summary.shards else {}),
                "problems": list(summary.skipped_records()),
            }
        )
    elif not quiet:
        print_counts(summary)
        what = [
            f"{count} {words}"
            for count, words in (
                (placed.linked, "linked"),
                (placed.copied, "copied"),
                (placed.in_place, "there before"),
            )
            if count
        ]
        where = f"{merge.out}{in_shards(summary)}"
        parts = "1 part" if len(merge.parts) == 1 else f"{len(merge.parts)} parts"
        click.echo(printable(f"{parts} merged into {where}: files {', '.join(what) or 'none'}"))
    explain_skipped(summary.skipped, f": see {merge.out / SKIPPED}", verbose=False)
