"""Write a study as one web page: no script, no other file, no network."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from augcli.figures.html.document import as_html, begin_page
from augcli.studies.advice import advice, command, command_again, doubt
from augcli.studies.curve import curve
from augcli.studies.forest import forest
from augcli.studies.png import as_png
from augcli.studies.points import interval, points
from augcli.studies.report import HEADS, caveats, headline, remarks, warnings, words
from augcli.studies.study import Study

_STYLE = """
main { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; padding-top: 1rem; }
td { padding: 0.15rem 0.5rem 0.15rem 0; }
td.number { text-align: right; white-space: nowrap; }
.plot { overflow-x: auto; margin: 1rem 0; }
img { width: 100%; min-width: 40rem; height: auto; background: white; border-radius: 0.5rem; }
pre { white-space: pre; overflow-x: auto; }
@media (max-width: 40rem) {
  tr { display: grid; grid-template-columns: 1fr auto auto; padding-top: 0.3rem; }
  th, td:last-child { grid-column: 1 / -1; }
}
"""


def page(found: Study, examples: bytes = b"") -> bytes:
    """Return a study as an HTML file: the plot, the table, what it means, and what to do.

    ``examples`` is a PNG that shows the steps, each at both ends of its range.
    """
    title = f"augcli study {found.data}"
    body = "".join(_body(found))
    if examples:
        picture = _picture(examples, "Each step at both ends of its range")
        body += f"<h2>Each step at both ends of its range</h2>\n{picture}"
    return (
        f"{begin_page(title, _STYLE)}<main>\n<h1>{as_html(title)}</h1>\n{body}</main>\n"
        "</body>\n</html>\n"
    ).encode()


def _body(found: Study) -> Iterator[str]:
    yield f"<p>{as_html(headline(found))}</p>\n"
    yield from (f"<p><strong>{as_html(text)}</strong></p>\n" for text in warnings(found))
    if said := doubt(found):
        yield f"<p><strong>{as_html(said)}</strong></p>\n"
    if again := command_again(found):
        yield _command(again, "The command to run again")
    if found.rows:
        figure = as_png(forest(found, bare=True))
        yield _picture(figure, "The change that each step makes, with intervals")
        if found.of_strengths:
            yield _picture(as_png(curve(found)), "The change against the strength")
        yield f"<table>\n{''.join(_table(found))}</table>\n"
    yield from (f"<p>{as_html(text)}</p>\n" for text in (*remarks(found), *caveats(found)))
    steps, typed = list(advice(found)), command(found)
    if steps or typed:
        yield "<h2>What to do</h2>\n"
    if steps:
        items = "".join(f"<li>{as_html(text)}</li>\n" for text in steps)
        yield f"<ul>\n{items}</ul>\n"
    if typed:
        yield _command(typed, "The command to go on")


def _command(typed: str, label: str) -> str:
    return f'<pre tabindex="0" aria-label="{label}">{as_html(typed)}</pre>\n'


def _table(found: Study) -> Iterator[str]:
    block = ""
    for row in found.rows:
        if row.block != block:
            block = row.block
            yield f'<tr><th colspan="4">{HEADS[block]}</th></tr>\n'
        effect = row.effect
        ends = ", ".join(interval(effect.low, effect.high))
        yield (
            f"<tr><td>{as_html(row.step)}</td>"
            f'<td class="number">{points(effect.change)} points</td>'
            f'<td class="number">[{ends}]</td>'
            f"<td>{as_html(words(found, row))}</td></tr>\n"
        )


def _picture(png: bytes, text: str) -> str:
    """Return a picture in the page itself: as an SVG, its styles would be forbidden there."""
    data = base64.b64encode(png).decode()
    source = f"data:image/png;base64,{data}"
    return f'<div class="plot" tabindex="0"><img alt="{text}" src="{source}"></div>\n'
