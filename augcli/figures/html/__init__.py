"""Write a sheet as one web page: no script, no other file, no network."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from augcli.figures.captions import aligned
from augcli.figures.cells import NOT_RUN, Cell
from augcli.figures.html.document import as_html, begin_page
from augcli.figures.html.picture import SMALL, data_url
from augcli.figures.sheet import FACTS_JOINT, Sheet
from augcli.figures.shown_size import shown_size
from augcli.imaging.image import Frame, Image

ENDINGS = ("html", "htm")

_HELP = "Choose a picture to see it large, beside the original, with its recipe in full."
_LONGEST = 1000  # pixels: the side of a picture that fills a screen
_ALL = 24_000_000  # pixels: some 10 MB of pictures


def picture_size(pictures: int) -> Frame:
    """Return the largest size for each of so many pictures that keeps the page small."""
    side = min(_LONGEST, int((_ALL / pictures) ** 0.5))
    return Frame(side, side)


def encode(sheet: Sheet) -> bytes:
    """Return a sheet as an HTML file; the same sheet gives the same bytes."""
    columns = min(sheet.columns, max(len(section.cells) for section in sheet.sections))
    shared = Path(__file__).with_name("style.css").read_text("utf-8")
    page = _Page(sheet)
    main = "".join(page.main())
    styles = "".join(page.styles())
    head = begin_page(sheet.title, f"{shared}ul {{ --columns: {columns}; }}\n{styles}")
    return f"{head}{_header(sheet)}<main>\n{main}</main>\n</body>\n</html>\n".encode()


def _header(sheet: Sheet) -> str:
    facts = (
        f'<p class="facts">{as_html(FACTS_JOINT.join(sheet.facts))}</p>\n' if sheet.facts else ""
    )
    return f"""<header>
<h1>augcli preview</h1>
<pre tabindex="0" aria-label="The command that shows this">{as_html(sheet.title)}</pre>
{facts}<p class="help">{_HELP}</p>
</header>
"""


class _Page:
    """Write the sections, and collect the originals and the shapes of the pictures."""

    def __init__(self, sheet: Sheet) -> None:
        self._sections = sheet.sections
        self._count = sum(len(section.cells) for section in sheet.sections)
        self._originals: dict[int, Image] = {}
        self._shapes: dict[str, float] = {}

    def main(self) -> Iterator[str]:
        numbers = count(1)
        for section in self._sections:
            title = f"<h2><bdi>{as_html(section.title)}</bdi></h2>\n" if section.title else ""
            yield f"<section>\n{title}<ul>\n"
            # The browser wraps the lines, so they get all the room that they want.
            captions = aligned(section.cells, math.inf, len)
            original = ""
            for cell, lines, number in zip(section.cells, captions, numbers, strict=False):
                if not cell.recipe:
                    # A cell without a recipe is the original of the cells that follow.
                    image, first = cell.image, number
                    original = f"{self._classes(image)} of{number}"
                elif original:
                    self._originals[first] = image
                yield self._cell(number, cell, lines, original if cell.recipe else "")
            yield "</ul>\n</section>\n"

    def styles(self) -> Iterator[str]:
        """Yield the shapes, and a style for each original: stored once, shown beside many."""
        for name, aspect in self._shapes.items():
            yield f".{name} {{ --aspect: {aspect:.6g}; }}\n"
        for number, image in self._originals.items():
            yield f".of{number} {{ background-image: url({data_url(image)}); }}\n"

    def _cell(self, number: int, cell: Cell, lines: list[str], original: str) -> str:
        said = as_html(", ".join(line for line in lines if line and not line.endswith(NOT_RUN)))
        width, height = cell.image.frame
        caption = "\n".join(map(_line, lines)).rstrip()
        beside = f'<div class="original {original}" role="img" aria-label="original"></div>\n'
        return (
            f'<li id="cell{number}"><figure id="large{number}">\n'
            f"{self._links(number)}{beside if original else ''}"
            f'<a class="open" href="#large{number}"><img class="{self._classes(cell.image)}" '
            f'src="{data_url(cell.image)}" alt="{said}" width="{width}" height="{height}"></a>\n'
            f"<figcaption>{caption}</figcaption>\n"
            f'<pre class="recipe" tabindex="0" aria-label="Recipe">{_recipe(cell)}</pre>\n'
            "</figure></li>\n"
        )

    def _classes(self, image: Image) -> str:
        """Return the classes of a picture: whether its pixels are to be seen, and its shape."""
        kind = "small" if max(image.frame) <= SMALL else "large"
        shown = shown_size(image.frame, picture_size(1))
        name = f"shape{image.frame.width}x{image.frame.height}"
        self._shapes[name] = shown.width / shown.height
        return f"{kind} {name}"

    def _links(self, number: int) -> str:
        links = [(f"#cell{number}", "Close")]
        links += [(f"#large{number - 1}", "Previous")] * (number > 1)
        links += [(f"#large{number + 1}", "Next")] * (number < self._count)
        written = " ".join(f'<a href="{to}">{text}</a>' for to, text in links)
        return f'<nav aria-label="Pictures">{written}</nav>\n'


def _line(line: str) -> str:
    """Return a line of a caption as HTML, in gray if it is of a step that has not run."""
    faint = ' class="not-run"' if line.endswith(NOT_RUN) else ""
    return f"<bdi{faint}>{as_html(line)}</bdi>" if line else ""


def _recipe(cell: Cell) -> str:
    """Return a recipe as HTML, one step a line, in ASCII: hidden characters show as escapes."""
    lines = ",\n".join(f"  {json.dumps(fired)}" for fired in cell.recipe)
    return as_html(f"[\n{lines}\n]" if lines else "[]", keep="\n")
