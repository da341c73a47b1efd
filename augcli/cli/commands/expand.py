"""``augcli expand``: the copies of a whole dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, option
from augcli.cli.console import note
from augcli.cli.expand_flags import read_care, read_settings
from augcli.cli.expand_report import Report
from augcli.cli.options import augmentation_options
from augcli.cli.pipeline_flags import PipelineFlags, read_choice
from augcli.cli.progress import progress
from augcli.dataset.scan import Dataset
from augcli.expansion.dry_run import estimate
from augcli.expansion.expand import Expansion
from augcli.expansion.output.settings import ORIGINALS
from augcli.imaging.codec.formats import FORMATS
from augcli.pipeline.canvas import FITS
from augcli.storage.limits import Limits

_OUTPUT = "Output"
_LIMITS = "Limits"
_RUN = "Run"


@click.command("expand", cls=Command)
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@option(
    _OUTPUT,
    "--copies",
    metavar="N",
    type=click.IntRange(1, 9999),
    default=5,
    show_default=True,
    help="Augmented copies of each image.",
)
@augmentation_options
@option(
    _RUN,
    "--workers",
    metavar="N",
    type=click.IntRange(1, 1024),
    default=None,
    help="Processes at work (default: one for each core). The output is the same for any number.",
)
@option(
    _OUTPUT,
    "--format",
    type=click.Choice(["same", *FORMATS]),
    default="same",
    show_default=True,
    help="Format of the copies; same is that of the source.",
)
@option(
    _OUTPUT,
    "--quality",
    metavar="N",
    type=click.IntRange(1, 100),
    default=90,
    show_default=True,
    help="The quality of JPEG and WebP copies, 1 to 100.",
)
@option(_OUTPUT, "--size", metavar="WxH", help="Size of the copies in pixels, such as 224x224.")
@option(
    _OUTPUT,
    "--fit",
    type=click.Choice(FITS),
    default="stretch",
    show_default=True,
    help="How a source meets --size: stretched, cut to cover it, or whole within it, the rest "
    "filled as --fill-mode says.",
)
@option(
    _OUTPUT,
    "--originals",
    type=click.Choice(ORIGINALS),
    default="none",
    show_default=True,
    help="Put the sources beside their copies, as they are.",
)
@option(
    _OUTPUT,
    "--reject",
    is_flag=True,
    help="Draw a copy anew, at most 5 times, that came out nearly flat, black, white or unchanged. "
    "Where no draw is better, the first is kept.",
)
@option(
    _OUTPUT,
    "--swap-labels",
    metavar="A=B",
    multiple=True,
    help="Put copies of class A that are mirrored by --horizontal-flip into class B, and those of "
    "B into A: left=right. May be repeated.",
)
@option(
    _LIMITS,
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=Limits.seconds,
    show_default=True,
    metavar="SECONDS",
    help="An image that takes longer counts as bad.",
)
@option(
    _LIMITS,
    "--max-pixels",
    type=click.IntRange(min=1),
    default=Limits.pixels,
    show_default=True,
    metavar="N",
    help="A picture of more pixels is refused, by its header.",
)
@option(
    _LIMITS,
    "--max-bytes",
    type=click.IntRange(min=1),
    default=Limits.bytes,
    show_default=True,
    metavar="N",
    help="A file of more bytes is refused.",
)
@option(
    _LIMITS,
    "--follow-links",
    is_flag=True,
    help="Read links that lead out of DATA, and links to folders.",
)
@option(_RUN, "--flat", is_flag=True, help="DATA has images without class folders.")
@option(_RUN, "--strict", is_flag=True, help="Stop at the first image that gives nothing.")
@option(_RUN, "--overwrite", is_flag=True, help="Remove what an earlier run made in OUT first.")
@option(
    _RUN,
    "--verify",
    is_flag=True,
    help="Compare the content of what is in place, not just its size, and make it again if it "
    "differs.",
)
@option(_RUN, "--prune", is_flag=True, help="Remove copies in OUT whose source is gone.")
@option(
    _RUN,
    "--durable",
    is_flag=True,
    help="Have the disk hold each file before it gets its name, instead of many at a time.",
)
@option(_RUN, "--profile", is_flag=True, help="Tell how long each stage of the work took.")
@option(_RUN, "--dry-run", is_flag=True, help="Say what would be made, and write nothing.")
@option(_RUN, "--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@option(_RUN, "-q", "--quiet", is_flag=True, help="Print only errors, and the result of --json.")
@option(_RUN, "-v", "--verbose", is_flag=True, help="Tell the pipeline, and each problem in full.")
def command(**values: Any) -> None:
    """Make augmented copies of every image of DATA/<class>/ in OUT/<class>/.

    OUT is new, empty, or an earlier run with the same settings, which is finished or added to.
    Without a flag that names a transform, a mild set that suits photos is used.

    \b
    Ranges: N is plus or minus N around the value that changes nothing:
      --rotation 90 is -90 to 90 degrees, --zoom 0.3 is 0.7 to 1.3.
    A,B is that interval, both ends possible: --brightness 0.2,1.0.

    Exit codes: 0 every image expanded, 1 the machine failed (run again to go on), 2 not a valid
    request, 3 finished but some images gave nothing, 130 interrupted.
    """
    choice = read_choice(values)
    dataset = Dataset(values["data"], values["flat"], values["follow_links"])
    expansion = Expansion(
        dataset,
        values["out"],
        read_settings(values, choice),
        read_care(values),
    )
    expansion.check()  # run does so too: nothing is to be announced that is then refused
    _announce(expansion, choice, values)
    show = Report(*(values[name] for name in ("as_json", "quiet", "verbose", "prune")))
    if values["dry_run"]:
        show.plan(estimate(expansion))
        return
    with progress(quiet=values["quiet"]) as on_source:
        summary = expansion.run(on_source)
    show.summary(summary)
    click.get_current_context().exit(summary.exit_code)


def _announce(expansion: Expansion, choice: PipelineFlags, values: dict[str, Any]) -> None:
    if choice.preset and not values["quiet"]:
        flags = " ".join(choice.flags())
        note(f"no augmentation flags: using the preset {choice.preset}, which is {flags}")
    if values["verbose"]:
        for step in expansion.settings.pipeline.settings():
            note(f"step: {step}")
        note(f"seed {choice.seed}, {expansion.care.workers} workers")
