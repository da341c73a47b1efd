"""The generated parts of docs/transforms.md, and its pictures: an entry for each transform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from augcli.catalogue import GROUPS, Transform, catalogue
from augcli.catalogue.description import Description
from tools.docs.transform_pictures import Strip, captions


def contents() -> str:
    """Return the transforms of each group, with links to their entries."""
    lines = []
    for group in GROUPS:
        titles = [one.title for one in catalogue().values() if one.group == group]
        links = " · ".join(f"[{title}](#{title})" for title in titles)
        if links:
            lines.append(f"- **{group.capitalize()}**: {links}\n")
    return "".join(lines)


def entries() -> str:
    """Return the entry of every transform, group by group."""
    parts = []
    for group in GROUPS:
        members = [one for one in catalogue().values() if one.group == group]
        if members:
            parts.append(f"## {group.capitalize()}\n")
            parts += map(_entry, members)
    return "\n".join(parts)


def write_pictures(folder: Path, samples: Path) -> None:
    """Write the picture of every transform into a folder, and remove stale ones."""
    folder.mkdir(exist_ok=True)
    for stored in folder.glob("*.jpg"):
        if stored.stem not in catalogue():
            stored.unlink()
    for transform in catalogue().values():
        (folder / f"{transform.name}.jpg").write_bytes(Strip.of(transform, samples).encode())


def _entry(transform: Transform) -> str:
    one = Description.of(transform)
    paragraphs = [
        f"### {transform.title}",
        one.summary,
        f"![{_shown(transform)}](transforms/{one.name}.jpg)",
        f"*{_shown(transform)}*",
        one.helps,
        one.harms,
        "".join(_flags(one)).rstrip(),
        *_notes(one),
    ]
    return "\n\n".join(paragraphs).replace("``", "`") + "\n"


def _shown(transform: Transform) -> str:
    match captions(transform):
        case ():
            return "before and after"
        case (value,):
            return f"before, and {transform.title} at {value}"
        case values:
            return f"{transform.title} at {', '.join(values)}"


def _flags(one: Description) -> Iterator[str]:
    yield "| flag | takes | changes nothing | default range |\n| --- | --- | --- | --- |\n"
    for knob in one.knobs:
        neutral = "" if knob.neutral is None else f"{knob.neutral:g}"
        yield f"| `{knob.flag}` | {knob.rule} | {neutral} | {knob.range} |\n"
    if not one.knobs:
        yield f"| `{one.flag}` | no value; fires {one.chance:.0%} of the time | | |\n"
    for choice in one.choices:
        words = " or ".join(f"`{word}`" for word in choice.words)
        yield f"| `{choice.flag}` | {words}. {choice.help} | | `{choice.words[0]}` |\n"
    for switch in one.switches:
        yield f"| `{switch.flag}` | no value. {switch.help} | | |\n"


def _notes(one: Description) -> Iterator[str]:
    for note in one.notes:
        yield f"Note: {note}"
    for source in one.sources:
        yield f"Source: {source}"
    yield f"Try: `{one.example}`"
