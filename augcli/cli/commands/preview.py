"""``augcli preview``: show augmented versions of an image in one figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from augcli.cli.check_paths import DATA_PATH, PATH
from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.command import Command, option
from augcli.cli.complete_values import pipelines, transform_names
from augcli.cli.doubts import note_doubts
from augcli.cli.image_options import image_options
from augcli.cli.note_guess import note_guess
from augcli.cli.open_figure import open_figure
from augcli.cli.options import augmentation_options
from augcli.cli.preview_flags import STANDARD, PreviewFlags
from augcli.cli.preview_modes import make_sheet
from augcli.cli.preview_targets import preview_targets
from augcli.cli.save_config import save_config
from augcli.cli.show_inline import show_inline
from augcli.cli.typed_again import typed_again
from augcli.cli.write_for_user import write_for_user, write_to_stdout
from augcli.config.pipeline_flags import PipelineFlags
from augcli.figures import html
from augcli.figures.class_sheet import MOST_IMAGES
from augcli.figures.sheet import ENDINGS, Sheet, encode
from augcli.figures.terminal import WAYS
from augcli.text import printable

_OUTPUT = "Figure"
_INSTEAD = "Instead of copies"
_RUN = "Run"
_CLASSES = "Folders"
_NOT_IN_THE_FIGURE = ("output", "save_config", "show", "inline", "verbose")  # of the same command


@click.command(
    "preview",
    cls=Command,
    examples=(
        "augcli preview bird.jpg --rotation 30 --hflip",
        "augcli preview data/ --preset natural -o figure.png",
    ),
)
@click.argument("image", metavar="IMAGE", type=DATA_PATH)
@augmentation_options
@image_options
@option(
    _OUTPUT,
    "--grid",
    metavar="COLSxROWS",
    help="How many pictures to show, at most 20x20 (default: 3x3; 5x1 for each row of --each and "
    "--compare; 7x1 for --sweep; 6 columns for --extremes; what fits a screen for a folder).",
)
@option(_OUTPUT, "--with-original", is_flag=True, help="Show the unchanged image first.")
@option(
    _INSTEAD,
    "--each",
    is_flag=True,
    help="Show each transform alone, from its lowest value to its highest, in a row of its own.",
)
@option(
    _INSTEAD,
    "--extremes",
    is_flag=True,
    help="Show each transform alone with every knob at both ends, then all transforms together.",
)
@option(
    _INSTEAD,
    "--sweep",
    metavar="NAME",
    shell_complete=transform_names,
    help="Show one transform alone through its range; NAME.KNOB sweeps another of its knobs.",
)
@option(
    _INSTEAD,
    "--compare",
    metavar="A B",
    shell_complete=pipelines,
    nargs=2,
    help="Show the same copies by two pipelines. Each is a file or the name of a preset. Both are "
    "drawn with one seed (--seed, or the seed of A), and flags change both.",
)
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=PATH,
    metavar="FILE",
    help=f"Write the figure to this file, whose ending gives the format ({', '.join(ENDINGS)}), or "
    "into this folder, or to stdout as PNG if it is - (default: <class>_<stem>_preview.png in the "
    "current folder; <stem>_preview.png for an image without a class, <folder>_preview.png for a "
    "folder).",
)
@option(
    _OUTPUT,
    "--html",
    type=PATH,
    metavar="FILE",
    help="Write a web page on which every picture can be enlarged beside the original, with its "
    "full recipe. The page needs no network and no other file. Its pictures have at most 1000 "
    "pixels a side, and fewer if there are many, so that the page has about 10 MB at most. The "
    "original comes first, as with --with-original. The figure is written only if -o is given too.",
)
@option(
    _OUTPUT,
    "--show",
    is_flag=True,
    help="Open the figure, or the page of --html, when it is written.",
)
@option(
    _OUTPUT,
    "--inline",
    type=click.Choice(["auto", *WAYS, "none"]),
    default="auto",
    show_default=True,
    help="Show the figure in the terminal too, on stderr; stdout gets only the path. "
    + "; ".join(f"{name} is {text}" for name, text in WAYS.items())
    + "; auto takes the protocol that the environment names, if stderr is a terminal. It shows no "
    "blocks, and nothing inside tmux and screen, with NO_COLOR or with TERM=dumb.",
)
@option(
    _CLASSES,
    "--class",
    "classes",
    metavar="NAME",
    multiple=True,
    help="Of a folder, show this class alone. May be repeated.",
)
@option(
    _CLASSES,
    "--images",
    metavar="N",
    type=click.IntRange(1, MOST_IMAGES),
    help="Of a folder, show so many images of each class, chosen at random by --seed (default: "
    "1 or 2, as there is room). Without --grid, as many are shown as a screen has room for.",
)
@option(
    _OUTPUT,
    "--save-config",
    type=PATH,
    metavar="FILE",
    help="Write the pipeline to a new file too, for --config.",
)
@option(
    _RUN,
    "-v",
    "--verbose",
    is_flag=True,
    help="Show the name and the seed that decide what is drawn.",
)
@click.pass_context
def command(context: click.Context, /, pipeline_flags: PipelineFlags, **values: Any) -> None:
    """Show augmented versions of IMAGE in one figure, each with the values drawn for it.

    Picture k is copy k of what expand makes with the same flags, as its file will be. The path of
    the figure is printed. If no flag names a transform, augcli uses a mild set that suits photos.

    IMAGE may also be a folder of class folders. Then there is a row for each class, with images of
    it and copies of each. - is an image from stdin.

    \b
    Ranges: N means plus or minus N around the value that changes nothing:
      --rotation 90 is -90 to 90 degrees, --zoom 0.3 is 0.7 to 1.3.
    A,B means from A to B, both included: --brightness 0.2,1.0.

    Exit codes: 0 the figure is written, 1 the machine failed, 2 not a valid request.
    """
    flags = PreviewFlags(**values)
    targets = preview_targets(flags)
    title = typed_again(context, without=_NOT_IN_THE_FIGURE)
    sheet = make_sheet(title, flags, pipeline_flags)
    note_doubts(pipeline_flags)
    if flags.save_config:
        save_config(flags.save_config, choose_pipeline(pipeline_flags))
    for target in targets:
        if target == STANDARD:
            write_to_stdout(_encoded(sheet, flags, target))
        else:
            write_for_user(target, _encoded(sheet, flags, target))
    if not flags.image.is_dir():
        note_guess(flags.membership)
    show_inline(sheet, flags.inline)
    files = [target for target in targets if target != STANDARD]
    for file in files:
        click.echo(printable(str(file)), err=len(files) < len(targets))
    if flags.show and files:
        open_figure(files[-1])


def _encoded(sheet: Sheet, flags: PreviewFlags, target: Path) -> bytes:
    to_stdout = "html" if flags.html == STANDARD else "png"
    ending = to_stdout if target == STANDARD else target.suffix[1:].lower()
    return html.encode(sheet) if ending in html.ENDINGS else encode(sheet, ending)
