"""Write a study as one web page: no script, no other file, no network."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.figures.html.document import as_html, begin_page
from augcli.study.advice import advice
from augcli.study.forest import as_svg
from augcli.study.report import HEADS, headline, remarks, words
from augcli.study.study import Study

_STYLE = """
main { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; padding-top: 1rem; }
td { padding: 0.15rem 0.5rem 0.15rem 0; }
td.number { text-align: right; white-space: nowrap; }
.plot { background: white; border-radius: 0.5rem; overflow-x: auto; }
.plot svg { max-width: 100%; height: auto; }
"""


def page(found: Study) -> bytes:
    """Return a study as an HTML file: the plot, the table, what it means, and what to do."""
    title = f"augcli study {found.data}"
    body = "".join(_body(found))
    return (
        f"{begin_page(title, _STYLE)}<main>\n<h1>{as_html(title)}</h1>\n{body}</main>\n"
        "</body>\n</html>\n"
    ).encode()


def _body(found: Study) -> Iterator[str]:
    yield f"<p>{as_html(headline(found))}</p>\n"
    if found.rows:
        yield f'<div class="plot">{as_svg(found)}</div>\n'
        yield f"<table>\n{''.join(_table(found))}</table>\n"
    yield from (f"<p>{as_html(text)}</p>\n" for text in remarks(found))
    steps = list(advice(found))
    if steps:
        items = "".join(f"<li>{as_html(text)}</li>\n" for text in steps)
        yield f"<h2>What to do</h2>\n<ul>\n{items}</ul>\n"


def _table(found: Study) -> Iterator[str]:
    block = ""
    for row in found.rows:
        if row.block != block:
            block = row.block
            yield f'<tr><th colspan="4">{HEADS[block]}</th></tr>\n'
        effect = row.effect
        change = f"{100 * effect.change:+.1f}".replace("-", "−")
        ends = (f"{100 * end:+.1f}".replace("-", "−") for end in (effect.low, effect.high))
        yield (
            f'<tr><td>{as_html(row.step)}</td><td class="number">{change} points</td>'
            f'<td class="number">[{", ".join(ends)}]</td>'
            f"<td>{as_html(words(found, row))}</td></tr>\n"
        )
