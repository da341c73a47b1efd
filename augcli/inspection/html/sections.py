"""Write the sections of the page of an inspection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from augcli.expansion.skipped_source import SkippedSource
from augcli.figures.html.document import as_html
from augcli.inspection.advice import advise
from augcli.inspection.duplicates import Alike
from augcli.inspection.facts import facts_of
from augcli.inspection.html.charts import class_bars, histogram
from augcli.inspection.html.thumbnails import Thumbnails
from augcli.inspection.inspection import MEASURES, Inspection
from augcli.inspection.picture import Picture
from augcli.inspection.words import aspect_of, first_names, number_of, size_of
from augcli.text import count_of

_OF_A_CLASS = 12  # pictures on the sheet of a class
_ON_SHEETS = 600
_MOST = 24  # pictures, groups or problems of one finding


def advice(found: Inspection) -> Iterator[str]:
    """Write what to do, each with its command."""
    if advised := advise(found):
        yield '<ol class="advice">\n'
        for one in advised:
            command = f'<pre tabindex="0">{_unbroken(one.command)}</pre>' if one.command else ""
            yield f"<li>{_unbroken(one.text)}{command}</li>\n"
        yield "</ol>\n"


def classes(found: Inspection) -> Iterator[str]:
    """Write the bars of the classes, with a key to the splits; nothing if there are neither."""
    if not found.has_classes:
        return
    if found.splits:
        keys = (f"<li>{as_html(name)} ({count:,})</li>" for name, count in found.splits.items())
        yield f'<ul class="key">{"".join(keys)}</ul>\n'
    bars = class_bars(found.classes)
    yield f'<div class="bars" tabindex="0" role="group" aria-label="Classes">{bars}</div>\n'


def files(found: Inspection) -> Iterator[str]:
    """Write the properties of the files, and charts of their shapes and bytes."""
    rows = "".join(f"<dt>{name}</dt><dd>{as_html(text)}</dd>\n" for name, text in facts_of(found))
    yield f"<dl>{rows}</dl>\n"


def spreads(found: Inspection, thumbnails: Thumbnails) -> Iterator[str]:
    """Write a chart for each measure, and the pictures that stand out."""
    yield '<div class="grid">\n'
    for name in MEASURES:
        values = found.spread(name).sorted
        beyond = [value for _, value in found.outliers[name]]
        chart = histogram(values, beyond, number_of, log=name == "sharpness")
        yield f'<div class="card"><h3>{name}</h3>{chart}</div>\n'
    for name, caption in (("bytes", size_of), ("aspect", aspect_of)):
        chart = histogram(found.spread(name).sorted, [], caption, log=True)
        yield f'<div class="card"><h3>{name}</h3>{chart}</div>\n'
    yield "</div>\n"
    by_name = {one.source.name: one.source for one in found.pictures}
    for name, far in found.outliers.items():
        if far:
            stand = count_of(len(far), "picture stands", "pictures stand")
            yield f"<h3>{stand} out by {name}</h3>\n"
            shown = far[:_MOST]
            yield _thumbs(
                thumbnails.of(by_name[file], f"{file} ({number_of(value)})")
                for file, value in shown
            )
            yield _rest(far)


def findings(found: Inspection, thumbnails: Thumbnails) -> Iterator[str]:
    """Write what can't be read, and what is there twice, under two labels or in two splits."""
    yield from _not_read(found.skipped)
    for reason, count in sorted(found.passed_over.items()):
        names = first_names(found.passed_over.examples[reason])
        yield f"<p>passed over ({as_html(reason)}): {count:,}: {as_html(names)}</p>\n"
    for title, groups in found.groups.items():
        if groups:
            yield f"<h3>{title}: {count_of(len(groups), 'group')}</h3>\n"
            yield from _groups(groups, thumbnails)
    for title, pictures in found.marked.items():
        if pictures:
            yield f"<h3>{count_of(len(pictures), 'picture')} {title}</h3>\n"
            sources = [one.source for one in pictures[:_MOST]]
            yield _thumbs(thumbnails.of(source, source.name) for source in sources)
            yield _rest(pictures)


def drawn(found: Inspection) -> Iterator[str]:
    """Write a chart of the values of each knob that were drawn for the copies."""
    if found.drawn is None:
        return
    of = f"of {count_of(found.drawn.copies, 'copy', 'copies')}"
    yield '<div class="grid">\n'
    for key in sorted(found.drawn.fields):
        values = found.drawn.fields[key]
        chart = histogram(values.values, [], values.caption, log=False)
        copies = f"in {len(values.values):,} {of}"
        yield f'<div class="card"><h3>{as_html(values.name)}</h3>{chart}{copies}</div>\n'
    yield "</div>\n"
    for name, count in found.drawn.without_values:
        yield f"<p>{as_html(name)} in {count:,} {of}</p>\n"


def sheets(found: Inspection, thumbnails: Thumbnails) -> Iterator[str]:
    """Write a contact sheet for each class: pictures spread evenly over its names."""
    of_class: dict[str, list[Picture]] = {}
    for one in found.pictures:
        for label in one.source.classes:
            of_class.setdefault(label, []).append(one)
    most = max(1, min(_OF_A_CLASS, _ON_SHEETS // len(of_class)))
    for label, pictures in sorted(of_class.items())[:_ON_SHEETS]:
        count, shown = len(pictures), min(most, len(pictures))
        title = as_html(label) or "(none)"
        yield f"<h3><bdi>{title}</bdi>: {count_of(count, 'image')}</h3>\n"
        sources = [pictures[place * count // shown].source for place in range(shown)]
        yield _thumbs(thumbnails.of(one, one.name.rpartition("/")[2]) for one in sources)
    if len(of_class) > _ON_SHEETS:
        yield f"<p>and {len(of_class) - _ON_SHEETS:,} more classes</p>\n"


def _not_read(skipped: Sequence[SkippedSource]) -> Iterator[str]:
    """Write the first files that could not be read, with the reasons."""
    if skipped:
        lines = (
            f"<li><bdi>{as_html(one.source)}</bdi> <span>{as_html(one.text)}</span></li>"
            for one in skipped[:_MOST]
        )
        yield f"<h3>{count_of(len(skipped), 'file')} not read</h3>\n"
        yield f'<ul class="problems">{"".join(lines)}</ul>\n'
        yield _rest(skipped)


def _unbroken(text: str) -> str:
    """Return text in which no line ends within a flag, as browsers break lines at hyphens."""
    return re.sub(r"(?<= )--?[a-z][a-z-]*", r'<span class="flag">\g<0></span>', as_html(text))


def _groups(groups: Sequence[Alike], thumbnails: Thumbnails) -> Iterator[str]:
    for group in groups[:_MOST]:
        shown = group.sources[:_MOST]
        yield f'<div class="group">{_thumbs(thumbnails.of(one, one.name) for one in shown)}</div>\n'
    yield _rest(groups)


def _thumbs(items: Iterable[str]) -> str:
    return f'<ul class="thumbs">{"".join(items)}</ul>\n'


def _rest(found: Sequence[object]) -> str:
    more = len(found) - _MOST
    return f"<p>and {more:,} more</p>\n" if more > 0 else ""
