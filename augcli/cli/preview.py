"""``augcli preview``: a grid of augmented versions of one image."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from augcli.cli.choice import Choice, read, read_choice
from augcli.cli.command import Command, option
from augcli.cli.options import augmentation_options
from augcli.cli.sizes import parse_grid
from augcli.cli.terminal import note, shown
from augcli.config.write import as_flags
from augcli.errors import AugcliError, UsageProblem
from augcli.figure import Layout, Sheet, encode
from augcli.files import make_folders, write_whole
from augcli.preview import ENDINGS, Look, cells, find_lender, open_image, original, source_name

_LONGEST_STEM = 255 - len("_preview.png")  # bytes
_OUTPUT = "Figure"
_RUN = "Run"


@click.command("preview", cls=Command)
@click.argument("image", type=click.Path(path_type=Path))
@augmentation_options
@option(
    _OUTPUT,
    "--grid",
    metavar="COLSxROWS",
    default="3x3",
    show_default=True,
    help="Pictures in the figure.",
)
@option(_OUTPUT, "--with-original", is_flag=True, help="Put the untouched image first.")
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Where to write the figure: {', '.join(ENDINGS)} by its ending "
    "or a folder (default: <stem>_preview.png in the current folder).",
)
@option(_OUTPUT, "--show", is_flag=True, help="Open the figure.")
@option(
    _OUTPUT,
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The dataset that IMAGE is of (default: CLASS/FILE is taken from the path of IMAGE). "
    "Copies are drawn by the path below it, so that picture k is copy k of expand.",
)
@option(
    "Mixing",
    "--partner",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    more=True,
    help="A picture that mixing transforms take besides IMAGE; may be repeated. With --root alone "
    "they take those that expand would take.",
)
@option(_RUN, "-v", "--verbose", is_flag=True, help="Tell the name that feeds the draws.")
@click.pass_context
def command(context: click.Context, /, **values: Any) -> None:
    """Show augmented versions of IMAGE in one figure, each with the values drawn for it.

    Picture k is copy k of what expand makes with the same flags. The path of the figure is
    printed. Without a flag that names a transform, a mild set that suits photos is used.

    \b
    Ranges: N is plus or minus N around the value that changes nothing:
      --rotation 90 is -90 to 90 degrees, --zoom 0.3 is 0.7 to 1.3.
    A,B is that interval, both ends possible: --brightness 0.2,1.0.

    Exit codes: 0 the figure is written, 1 the machine failed, 2 not a valid request.
    """
    choice = read_choice(values)
    columns, rows = read("--grid", values["grid"], parse_grid, ("3x3", "4x2"))
    path: Path = values["image"]
    target = _target(values["output"], path)
    name = source_name(path, values["root"])
    image = open_image(path)
    _announce(choice, name, verbose=values["verbose"])
    layout = Layout.of(columns, rows, image.frame)
    first = [original(image, layout.box)] if values["with_original"] else []
    lender = find_lender(choice.pipeline, values["partner"], values["root"])
    look = Look(choice.pipeline, choice.resampling, choice.seed, lender)
    made = first + cells(image, look, name, columns * rows - len(first), layout.box)
    sheet = Sheet(shown(shlex.join(["augcli", "preview", *context.meta["typed"]])), made, layout)
    _write(target, encode(sheet, target.suffix[1:].lower()))
    click.echo(shown(str(target)))
    if values["show"]:
        _open(target)


def _target(output: Path | None, image: Path) -> Path:
    # A name of the longest kind leaves no room for what is added to it.
    name = f"{os.fsencode(image.stem)[:_LONGEST_STEM].decode(errors='ignore')}_preview.png"
    target = Path(name) if output is None else output / name if output.is_dir() else output
    if target.suffix[1:].lower() not in ENDINGS:
        raise UsageProblem(
            f"--output {target}: the ending must be one of {', '.join(ENDINGS)}",
            f"for example: -o {name}",
        )
    if os.path.exists(target) and image.exists() and target.samefile(image):  # noqa: PTH110
        raise UsageProblem(
            f"--output {target} is the image itself, which is never changed",
            "give another file name",
        )
    return target


def _announce(choice: Choice, name: str, *, verbose: bool) -> None:
    if choice.preset:
        flags = " ".join(flag for step in choice.pipeline.steps() for flag in as_flags(step))
        note(f"no augmentation flags: using the preset {choice.preset}, which is {flags}")
    if verbose:
        note(f"drawn by the name {name}, seed {choice.seed}")


def _write(target: Path, data: bytes) -> None:
    try:
        make_folders(target.parent)
        write_whole(target, data)
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write with -o FILE") from error


def _open(target: Path) -> None:
    hidden = sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if hidden:
        note(f"--show: there is no display here; open {target} where there is one")
    elif click.launch(str(target)):
        note(f"--show: no program here opens {target}")
