"""Write an inspection as one web page: no script, no other file, no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from augcli.figures.html.document import as_html, begin_page
from augcli.inspection.html import sections
from augcli.inspection.html.thumbnails import Thumbnails
from augcli.inspection.inspection import Inspection
from augcli.inspection.text_report import headline


def page(found: Inspection) -> bytes:
    """Return an inspection as an HTML file.

    Raises:
        EnvironmentFailure: the machine can read no file now, or matplotlib refuses its settings.
    """
    style = Path(__file__).with_name("style.css").read_text("utf-8")
    title = f"augcli inspect {found.data}"
    head = begin_page(title, style)
    body = "".join(_sections(found))
    return (
        f"{head}<header><h1>{as_html(title)}</h1>\n"
        f'<p class="facts">{as_html(headline(found))}</p></header>\n'
        f"<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def _sections(found: Inspection) -> Iterator[str]:
    """Write each section that has anything in it."""
    thumbnails = Thumbnails()
    parts = {"Advice": sections.advice(found)}
    if found.pictures:
        parts["Classes"] = sections.classes(found)
        parts["Files"] = sections.files(found)
        parts["Drawn values"] = sections.drawn(found)
        parts["Brightness, contrast, sharpness, colour"] = sections.spreads(found, thumbnails)
    parts["Findings"] = sections.findings(found, thumbnails)
    if found.pictures:
        parts["A sheet of each class"] = sections.sheets(found, thumbnails)
    for title, part in parts.items():
        if text := "".join(part):
            yield f"<section>\n<h2>{title}</h2>\n{text}</section>\n"
