"""Make the pictures of docs/preview-modes.md from the commands that stand over them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import PIL.Image

from augcli.cli import cli
from augcli.cli.commands.preview import command
from augcli.cli.preview_flags import PreviewFlags
from augcli.cli.preview_modes import make_sheet
from augcli.config.pipeline_flags import split_values
from augcli.figures.draw import render

PAGE = Path("docs/preview-modes.md")
_SHOWN = re.compile(r"```sh\n(augcli preview [^`]*?)\n```\n\n!\[[^]]*\]\((preview/[^)]*\.jpg)\)")
_ROOM = (760, 640)  # pixels: what a page of documentation has room for
_QUALITY = 60


def shown(text: str) -> Iterator[tuple[str, str]]:
    """Return the commands of a page that have a picture, and the file of the picture."""
    for found in _SHOWN.finditer(text):
        yield found[1].replace("\\\n", " "), found[2]


def picture(line: str) -> PIL.Image.Image:
    """Return the figure of a command, small enough for a page of documentation."""
    arguments = shlex.split(line)
    with command.make_context("preview", arguments[2:], **cli.context_settings) as context:
        pipeline_flags, others = split_values(context.params)
        sheet = make_sheet(shlex.join(arguments), PreviewFlags(**others), pipeline_flags)
    drawn = render(sheet.figure())
    drawn.thumbnail(_ROOM)
    return drawn


def write_pictures(root: Path) -> None:
    """Write every picture of the page, in the folder of the project."""
    page = root / PAGE
    for line, file in shown(page.read_text("utf-8")):
        target = page.parent / file
        target.parent.mkdir(exist_ok=True)
        picture(line).save(target, quality=_QUALITY)
