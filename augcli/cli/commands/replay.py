"""``augcli replay``: outputs made again, by their records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.parse_size import parse_size
from augcli.cli.pipeline_flags import read
from augcli.errors import UsageProblem
from augcli.expansion.remake import ReplayTarget
from augcli.expansion.replay import Replayed, replay
from augcli.imaging.codec.formats import FORMATS
from augcli.pipeline.canvas import FITS
from augcli.text import printable

_OUTPUT = "Output"
_RUN = "Run"
_OTHERWISE = ("format", "quality", "size", "fit")


@click.command("replay", cls=Command)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, metavar="FILE...")
@option(
    "Input",
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The dataset that OUT was made from; always needed, as OUT doesn't say where it is.",
)
@option("Input", "--all", "everything", is_flag=True, help="Make every output again.")
@option(
    "Input",
    "--mask",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Move this mask as each copy was moved, and write it as PNG instead of the copy: the file "
    "of one source, or a folder of masks laid out as DATA. Each pixel keeps a level of the mask; "
    "beyond its edges there is 0.",
)
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write below this folder instead of OUT, over what has the same name.",
)
@option(_OUTPUT, "--size", metavar="WxH", help="With -o: another size in pixels, such as 224x224.")
@option(
    _OUTPUT,
    "--fit",
    type=click.Choice(FITS),
    help="With -o: how a source meets the size: stretched, cut to cover it, or whole within it.",
)
@option(_OUTPUT, "--format", type=click.Choice(list(FORMATS)), help="With -o: another format.")
@option(
    _OUTPUT,
    "--quality",
    metavar="N",
    type=click.IntRange(1, 100),
    help="With -o: another quality of JPEG and WebP files, 1 to 100.",
)
@option(_RUN, "--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(**values: Any) -> None:
    """Make outputs of an earlier expand again, by the recipes in OUT/manifest.jsonl.

    FILE is the path of an output as in the manifest, or a path to it. What is missing in OUT or
    was edited is put back as it was, byte for byte; what is in place is left alone. With -o the
    files are written to another folder, at another size or format if so asked.

    Sources must be as they were. A file whose bytes can't be had again is told and not written.

    Exit codes: 0 all is made or in place, 1 the machine failed, 2 not a valid request, 3 finished,
    but some files could not be made again: each is named.
    """
    if bool(values["files"]) == values["everything"]:
        raise UsageProblem(
            "both FILE and --all are given" if values["files"] else "no output is named",
            f"give the outputs as in {values['out'] / 'manifest.jsonl'}, or --all alone",
        )
    if values["data"] is None:
        raise UsageProblem(
            f"the dataset is missing: {values['out']} doesn't say where it is",
            "add --data and the folder that it was made from",
        )
    replayed = replay(values["out"], values["data"], values["files"], _elsewhere(values))
    if values["as_json"]:
        click.echo(json.dumps(replayed.as_json(), indent=2))
    else:
        _tell(replayed)
    click.get_current_context().exit(replayed.exit_code)


def _elsewhere(values: dict[str, Any]) -> ReplayTarget | None:
    output = {name: values[name] for name in _OTHERWISE if values[name] is not None}
    given = [f"--{name}" for name in ("mask", *_OTHERWISE) if values[name] is not None]
    if values["output"] is None:
        if given:
            raise UsageProblem(
                f"{given[0]} makes what OUT's manifest doesn't tell of",
                "say where to write it with -o DIR",
            )
        return None
    if values["mask"] and (wrong := output.keys() & {"format", "quality"}):
        raise UsageProblem(
            f"--{min(wrong)} is not for masks", "leave it out: masks are PNG, which keeps levels"
        )
    if "size" in output:
        output["size"] = read("--size", output["size"], parse_size, ("224x224",))
    return ReplayTarget(values["output"], output, values["mask"])


def _tell(replayed: Replayed) -> None:
    for problem in replayed.problems:
        note(f"{problem.kind}: {problem.file}: {problem.text}")
    count = len(replayed.problems)
    failed = f", {count} could not be made again" if count else ""
    in_place = f", {replayed.in_place} in place" if replayed.in_place else ""
    files = "file" if replayed.made == 1 else "files"
    click.echo(printable(f"{replayed.made} {files} made in {replayed.folder}{in_place}{failed}"))
