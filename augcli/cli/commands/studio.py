"""``augcli studio``: a page on this machine on which every knob is a slider."""

from __future__ import annotations

from typing import Any

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.command import Command, option
from augcli.cli.doubts import note_doubts
from augcli.cli.image_options import image_options
from augcli.cli.options import augmentation_options
from augcli.cli.run_studio import check_host, run_studio, until_ctrl_c
from augcli.cli.studio_flags import LOOPBACK, StudioFlags
from augcli.cli.studio_subject import subject_of
from augcli.config.pipeline_flags import PipelineFlags
from augcli.studios.libraries import check_libraries

_RUN = "Run"
_PAGE = "Page"


@click.command(
    "studio",
    cls=Command,
    examples=(
        "augcli studio data/",
        "augcli studio bird.jpg --rotation 30 --save-config aug.toml",
    ),
)
@click.argument("data", metavar="DATA|IMAGE", type=DATA_PATH)
@augmentation_options
@image_options
@option(
    _PAGE,
    "--save-config",
    type=PATH,
    metavar="FILE",
    help="The new file that the page saves the pipeline to (default: that of --config).",
)
@option(
    _PAGE,
    "--no-open",
    is_flag=True,
    help="Print the address of the page, and open no browser.",
)
@option(
    _PAGE,
    "--port",
    metavar="N",
    type=click.IntRange(1, 65535),
    help="Serve the page at this port (default: a free one).",
)
@option(
    _PAGE,
    "--host",
    metavar="ADDRESS",
    default=LOOPBACK,
    show_default=True,
    more=True,
    help="Serve the page at this address. Any but that of this machine itself needs --expose.",
)
@option(
    _PAGE,
    "--expose",
    is_flag=True,
    more=True,
    help="Agree that other machines reach the page: who learns its address sees all images, and "
    "can write the file of --config or --save-config. Nothing is encrypted.",
)
@click.pass_context
def command(context: click.Context, /, pipeline_flags: PipelineFlags, **values: Any) -> None:
    """Open a page on this machine where every knob is a slider and copies follow the hand.

    The page shows copies of the images in DATA, or of one IMAGE, as expand would make them. What
    was found goes back to the shell: the page has the command, the pipeline file, and code for
    other libraries. It begins with the pipeline of the flags, or with the preset natural.

    The page works without a network, and only the browser that is given its address gets in.
    Ctrl-C ends it. Over ssh, the command to type on your own machine is printed.

    Exit codes: 0 ended by Ctrl-C, 1 the machine failed, 2 not a valid request, 130 interrupted
    while augcli itself still loads.
    """
    flags = StudioFlags(**values)
    with until_ctrl_c():
        check_libraries()
        check_host(flags)
        note_doubts(pipeline_flags)
        subject = subject_of(context, flags, pipeline_flags, choose_pipeline(pipeline_flags))
        run_studio(subject, flags)
