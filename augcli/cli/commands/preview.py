"""``augcli preview``: a grid of augmented versions of one image."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from augcli.cli.command import Command, GivenPath, option
from augcli.cli.complete_values import pipelines, transform_names
from augcli.cli.console import note
from augcli.cli.options import augmentation_options
from augcli.cli.pipeline_flags import read_choice
from augcli.cli.preview_modes import make_sheet
from augcli.cli.save_config import save_config
from augcli.cli.show_inline import show_inline
from augcli.errors import AugcliError, UsageProblem
from augcli.figures import html
from augcli.figures.sheet import ENDINGS, Sheet, encode
from augcli.figures.terminal import WAYS
from augcli.storage.files import make_folders, write_whole
from augcli.text import printable

_LONGEST_STEM = 255 - len("_preview.png")  # bytes
_OUTPUT = "Figure"
_INSTEAD = "Instead of copies"
_RUN = "Run"


@click.command("preview", cls=Command)
@click.argument("image", metavar="IMAGE", type=GivenPath(path_type=Path))
@augmentation_options
@option(
    _OUTPUT,
    "--grid",
    metavar="COLSxROWS",
    help="Pictures in the figure, 20x20 at most (default: 3x3; 5x1 for each row of --each and "
    "--compare, 7x1 for --sweep, 6 columns for --extremes, 8 columns and 10 classes for a folder).",
)
@option(_OUTPUT, "--with-original", is_flag=True, help="Put the untouched image first.")
@option(
    _INSTEAD,
    "--each",
    is_flag=True,
    help="Each transform alone, from its lowest value to its highest: a row for each.",
)
@option(
    _INSTEAD,
    "--extremes",
    is_flag=True,
    help="Each transform alone with every knob at both ends, then all together.",
)
@option(
    _INSTEAD,
    "--sweep",
    metavar="NAME",
    shell_complete=transform_names,
    help="One transform alone through its range, or NAME.KNOB for another of its knobs.",
)
@option(
    _INSTEAD,
    "--compare",
    metavar="A B",
    shell_complete=pipelines,
    nargs=2,
    help="The same copies by two pipelines, each a file or the name of a preset; drawn with one "
    "seed (--seed, or that of A). Flags change both.",
)
@option(_RUN, "--flat", is_flag=True, help="IMAGE is a folder of images without classes.")
@option(
    _OUTPUT,
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Where to write the figure: {', '.join(ENDINGS)} by its ending "
    "or a folder (default: <stem>_preview.png in the current folder).",
)
@option(
    _OUTPUT,
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a web page: every picture can be enlarged, beside the original, with its recipe in "
    "full. It needs no network and no other file; pictures have at most 1000 pixels a side, and "
    "fewer where there are many, some 10 MB in all. The original comes first, as with "
    "--with-original. The figure is written only if -o is given too.",
)
@option(_OUTPUT, "--show", is_flag=True, help="Open the figure, or the page of --html.")
@option(
    _OUTPUT,
    "--inline",
    type=click.Choice(["auto", *WAYS, "none"]),
    default="auto",
    show_default=True,
    help="Show it in the terminal, too, on stderr, as stdout has only the path. "
    + "; ".join(f"{name} is {text}" for name, text in WAYS.items())
    + "; auto is what the environment says that the terminal knows, blocks inside tmux and "
    "screen, and none if there is no terminal, or with NO_COLOR or TERM=dumb.",
)
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
@option(
    _OUTPUT,
    "--save-config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what the flags say to a new pipeline file too, for --config.",
)
@option(_RUN, "-v", "--verbose", is_flag=True, help="Tell the name that feeds the draws.")
@click.pass_context
def command(context: click.Context, /, **values: Any) -> None:
    """Show augmented versions of IMAGE in one figure, each with the values drawn for it.

    Picture k is copy k of what expand makes with the same flags. The path of the figure is
    printed. Without a flag that names a transform, a mild set that suits photos is used.

    IMAGE may also be a folder of class folders: a row for each class shows its first images, and
    copies of each. A row says what it shows: --each, --extremes, --sweep and --compare do, too.

    \b
    Ranges: N is plus or minus N around the value that changes nothing:
      --rotation 90 is -90 to 90 degrees, --zoom 0.3 is 0.7 to 1.3.
    A,B is that interval, both ends possible: --brightness 0.2,1.0.

    Exit codes: 0 the figure is written, 1 the machine failed, 2 not a valid request.
    """
    targets = _targets(values)
    title = printable(shlex.join(["augcli", "preview", *context.meta["typed"]]))
    sheet = make_sheet(title, values)
    if values["save_config"]:
        save_config(values["save_config"], read_choice(values))
    for target in targets:
        _write(target, _encoded(sheet, target))
    show_inline(sheet, values["inline"])
    click.echo("\n".join(printable(str(target)) for target in targets))
    if values["show"]:
        _open(targets[-1])


def _targets(values: dict[str, Any]) -> list[Path]:
    """Return the files to write: the figure, if it is not the page alone, and the page."""
    output, page, image = values["output"], values["html"], values["image"]
    targets = {"--output": _figure(output, image)} if output or not page else {}
    if page:
        targets["--html"] = _page(page)
    for flag, target in targets.items():
        _spare_images(f"{flag} {target}", target, image, flat=values["flat"])
    return list(targets.values())


def _page(target: Path) -> Path:
    if target.suffix[1:].lower() not in html.ENDINGS:
        raise UsageProblem(
            f"--html {target}: the ending must be {' or '.join(html.ENDINGS)}",
            f"for example: --html {target.stem or 'preview'}.html",
        )
    return target


def _figure(output: Path | None, image: Path) -> Path:
    stem = image.resolve().name if image.is_dir() else image.stem
    # A name of the longest kind leaves no room for what is added to it.
    name = f"{os.fsencode(stem)[:_LONGEST_STEM].decode(errors='ignore')}_preview.png"
    target = Path(name) if output is None else output / name if output.is_dir() else output
    if target.suffix[1:].lower() not in ENDINGS:
        raise UsageProblem(
            f"--output {target}: the ending must be one of {', '.join(ENDINGS)}",
            f"for example: -o {name}",
        )
    return target


def _spare_images(flag: str, target: Path, image: Path, *, flat: bool) -> None:
    if os.path.exists(target) and image.exists() and target.samefile(image):  # noqa: PTH110, Path.exists raises for a name too long
        raise UsageProblem(
            f"{flag} is the image itself, which is never changed",
            "give another file name",
        )
    if image.is_dir() and _is_among_images(target, image, flat=flat):
        raise UsageProblem(
            f"{flag} is among the images of {image}",
            "a dataset is never changed: give a file elsewhere",
        )


def _is_among_images(target: Path, root: Path, *, flat: bool) -> bool:
    path, root = target.resolve(), root.resolve()
    return path.is_relative_to(root) and (flat or path.parent != root)


def _encoded(sheet: Sheet, target: Path) -> bytes:
    ending = target.suffix[1:].lower()
    return html.encode(sheet) if ending in html.ENDINGS else encode(sheet, ending)


def _write(target: Path, data: bytes) -> None:
    try:
        make_folders(target.parent)
        write_whole(target, data)
    except AugcliError as error:
        raise UsageProblem(error.problem, "give a file that you may write") from error


def _open(target: Path) -> None:
    hidden = sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if hidden:
        note(f"--show: there is no display here; open {target} where there is one")
    elif click.launch(str(target)):
        note(f"--show: no program here opens {target}")
