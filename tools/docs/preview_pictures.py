"""Make the pictures of docs/preview-modes.md from the commands that stand over them.

``python -m tools.docs.preview_pictures`` does so, in the folder of the project.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from augcli.cli import cli
from augcli.cli.commands.preview import command
from augcli.cli.preview_modes import make_sheet
from augcli.figures.draw import draw_page, render

if TYPE_CHECKING:
    import PIL.Image

PAGE = Path("docs/preview-modes.md")
_SHOWN = re.compile(r"```sh\n(augcli preview [^`]*?)\n```\n\n!\[[^]]*\]\((preview/[^)]*\.jpg)\)")
_ROOM = (760, 640)  # pixels: what a page of documentation has room for
_QUALITY = 60


def shown(text: str) -> Iterator[tuple[str, str]]:
    """Return the commands of a page that have a picture, and the file of the picture."""
    for found in _SHOWN.finditer(text):
        yield found[1].replace("\\\n", " "), found[2]


def picture(line: str) -> PIL.Image.Image:
    """Draw what a command shows, made as small as a page of documentation wants it."""
    arguments = shlex.split(line)
    with command.make_context("preview", arguments[2:], **cli.context_settings) as context:
        sheet = make_sheet(shlex.join(arguments), context.params)
    drawn = render(draw_page(sheet.page()))
    drawn.thumbnail(_ROOM)
    return drawn


if __name__ == "__main__":
    for line, file in shown(PAGE.read_text("utf-8")):
        target = PAGE.parent / file
        target.parent.mkdir(exist_ok=True)
        picture(line).save(target, quality=_QUALITY)
