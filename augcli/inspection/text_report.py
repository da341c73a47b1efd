"""Report an inspection as text for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from augcli.expansion.skipped_source import unread_names
from augcli.inspection.advice import advise
from augcli.inspection.advice.advice import Advice
from augcli.inspection.duplicates import Alike
from augcli.inspection.facts import facts_of
from augcli.inspection.inspection import Inspection
from augcli.inspection.words import (
    bar,
    first_names,
    number_of,
    size_of,
    sparkline,
)
from augcli.text import count_of, printable

_WIDTH = 96  # characters
_BAR = 40
_NAMES = 12
_MOST_CLASSES = 24  # lines of classes: beyond, the largest and the smallest are shown
_MOST_ALIKE = 5


def report_as_text(found: Inspection) -> str:
    """Return everything that an inspection found, in aligned lines."""
    parts = [iter([printable(headline(found))])]
    parts += [_classes(found)] if found.has_classes else []
    if found.pictures:
        parts += [_facts(found), _spreads(found)]
        parts += [_drawn(found)] if found.drawn else []
    parts += [_findings(found), _advice(advise(found))]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def headline(found: Inspection) -> str:
    """Return in one line what was inspected."""
    total = sum(one.measures.bytes for one in found.pictures)
    if not found.pictures:
        return f"{found.data}: none of {count_of(len(found.skipped), 'image')} could be read"
    kind = "an output of augcli expand, " if found.is_out else ""
    images = count_of(len(found.pictures), "image")
    classes = f" in {count_of(len(found.classes), 'class', 'classes')}" if found.labels else ""
    return f"{found.data}: {kind}{images}{classes}, {size_of(total)}"


def _classes(found: Inspection) -> Iterator[str]:
    counts = {label: sum(splits.values()) for label, splits in found.classes.items()}
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    left_out = len(ordered) - _MOST_CLASSES
    if left_out > 0:
        half = _MOST_CLASSES // 2
        ordered = [*ordered[:half], *ordered[-half:]]
    rows = [(printable(label) or "(none)", counts[label], label) for label in ordered]
    width = max([len(name) for name, *_ in rows], default=0)
    digits = max([len(f"{count:,}") for _, count, _ in rows], default=0)
    most = max(counts.values(), default=0)
    for number, (name, count, label) in enumerate(rows):
        if left_out > 0 and number == _MOST_CLASSES // 2:
            yield f"… {left_out} more classes …"
        splits = found.classes[label] if found.splits else {}
        parts = ", ".join(f"{printable(split)} {n:,}" for split, n in splits.items())
        drawn = bar(count / most, _BAR) if count else ""
        yield f"{name:{width}}  {count:{digits},}  {drawn:{_BAR}}  {parts}".rstrip()


def _facts(found: Inspection) -> Iterator[str]:
    for name, text in facts_of(found):
        yield f"{name:{_NAMES}}  {printable(text)}"


def _spreads(found: Inspection) -> Iterator[str]:
    yield f"{'':{_NAMES}}  {'least':>8}  {'median':>8}  {'most':>8}"
    for name, far in found.outliers.items():
        spread = found.spread(name)
        numbers = "  ".join(f"{number_of(spread.quantile(share)):>8}" for share in (0, 0.5, 1))
        files = [f"{file} ({number_of(value)})" for file, value in far]
        shown = f"{len(far)} far off: {first_names(files, 1)}" if far else ""
        yield f"{name:{_NAMES}}  {numbers}  {sparkline(spread.histogram())}  {shown}".rstrip()


def _drawn(found: Inspection) -> Iterator[str]:
    drawn = found.drawn
    if drawn is None or not drawn.fired:
        return
    yield f"drawn for {count_of(drawn.copies, 'copy', 'copies')}"
    rows = [drawn.fields[key] for key in sorted(drawn.fields)]
    silent = drawn.without_values
    width = max(map(len, [row.name for row in rows] + [name for name, _ in silent]))
    ends = [(row.caption(min(row.values)), row.caption(max(row.values))) for row in rows]
    left, right = (max([len(one[side]) for one in ends], default=0) for side in (0, 1))
    for row, (least, most) in zip(rows, ends, strict=True):
        line = sparkline(row.as_json()["histogram"])
        yield f"{row.name:{width}}  {least:>{left}}  {line}  {most:{right}}  in {len(row.values):,}"
    for name, copies in silent:
        yield f"{name:{width}}  in {copies:,}"


def _findings(found: Inspection) -> Iterator[str]:
    if found.skipped:
        single = [one.source for one in found.skipped if not one.kind]
        kinds = unread_names(found.skipped)
        for kind, names in {**({"unreadable": single} if single else {}), **kinds}.items():
            yield f"{kind}: {count_of(len(names), 'file')}: {first_names(names)}"
    for reason, count in sorted(found.passed_over.items()):
        examples = first_names(found.passed_over.examples[reason])
        yield f"passed over ({reason}): {count:,}: {examples}"
    for title, groups in found.groups.items():
        yield from _alike(title, groups)
    if found.near is None:
        yield "near duplicates: not looked for; --near-duplicates does"


def _alike(what: str, groups: list[Alike]) -> Iterator[str]:
    """Yield a heading and a line for each of the first groups."""
    if not groups:
        return
    yield f"{what}: {count_of(len(groups), 'group')}"
    for group in groups[:_MOST_ALIKE]:
        yield f"  {first_names(group.names, 4)}"
    if len(groups) > _MOST_ALIKE:
        yield f"  … {len(groups) - _MOST_ALIKE} more"


def _advice(advice: list[Advice]) -> Iterator[str]:
    if advice:
        yield "advice"
    for one in advice:
        yield from textwrap.wrap(
            one.text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
        )
        if one.command:
            yield f"    {one.command}"
