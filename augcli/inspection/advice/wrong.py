"""Advise on what is wrong with files: unread, damaged, twice, under two labels."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.expansion.skipped_source import unread_names
from augcli.imaging.codec.unread import by_name
from augcli.inspection.advice.advice import Advice, them
from augcli.inspection.inspection import Inspection
from augcli.text import count_of, printable, shell_command


def two_labels(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures under more than one label."""
    if groups := found.two_labels:
        pictures = count_of(len(groups), "picture stands", "pictures stand")
        first = " and ".join(printable(name) for name in groups[0].names[:2])
        yield Advice(
            f"{pictures} under two labels, such as {first}: no model can learn both; keep each "
            "under the right one"
        )


def leaks(found: Inspection) -> Iterator[Advice]:
    """Advise on pictures in more than one split."""
    if groups := found.leaks:
        pictures = count_of(len(groups), "picture stands", "pictures stand")
        splits = groups[0].splits
        yield Advice(
            f"{pictures} in more than one split, such as {' and '.join(splits)}: scores come out "
            f"too good; remove {them(len(groups))} from one side",
            shell_command(["augcli", "check-leak", *(str(found.data / one) for one in splits)]),
        )


def unread(found: Inspection) -> Iterator[Advice]:
    """Advise on formats that are not read here."""
    for kind, names in unread_names(found.skipped).items():
        files = count_of(len(names), f"{kind} file is", f"{kind} files are")
        way_out = by_name(kind).way_out
        if way_out.startswith("pip "):
            yield Advice(f"{files} not read here: install what reads them", way_out)
        else:
            yield Advice(f"{files} not read: {way_out}")


def bad(found: Inspection) -> Iterator[Advice]:
    """Advise on files that could not be read."""
    if bad := [one for one in found.skipped if not one.kind]:
        files = count_of(len(bad), "file", "files")
        first = printable(bad[0].source)
        yield Advice(
            f"{files} could not be read, such as {first}: replace or remove {them(len(bad))}, as "
            "expand makes no copies of such files"
        )
