"""``augcli transforms``: list all transforms, or describe one."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator

import click

from augcli.catalogue import GROUPS, catalogue, find
from augcli.catalogue.description import Description, KnobDescription
from augcli.cli.command import Command
from augcli.cli.complete_values import transform_names
from augcli.cli.json_output import say_json
from augcli.cli.print_options import json_option

_WIDEST = 100  # longer lines are tiring to read


@click.command(
    "transforms",
    cls=Command,
    examples=(
        "augcli transforms",
        "augcli transforms rotation",
    ),
)
@click.argument("name", required=False, shell_complete=transform_names)
@json_option
def command(name: str | None, as_json: bool) -> None:
    """List all transforms, or describe the one called NAME.

    NAME is a transform's flag without the leading dashes, such as horizontal-flip. With --json,
    the result is one object: the transform itself, or without NAME the list "transforms".

    Exit codes: 0 printed, 2 no transform has that name.
    """
    if name is not None:
        one = Description.of(find(name))
        result, lines = one.as_json(), _in_full(one)
    else:
        descriptions = [Description.of(one) for one in catalogue().values()]
        result = {"transforms": [one.as_json() for one in descriptions]}
        lines = _listed(descriptions)
    if as_json:
        say_json(result)
    else:
        click.echo("\n".join(lines))


def _width() -> int:
    return max(40, min(_WIDEST, shutil.get_terminal_size().columns))


def _listed(descriptions: list[Description]) -> Iterator[str]:
    column = max(len(one.flag) for one in descriptions) + 2
    for group in GROUPS:
        members = [one for one in descriptions if one.group == group]
        if members:
            yield f"{group.capitalize()}:"
            for one in members:
                yield f"  {one.flag:<{column}}{_cut(one.summary, _width() - column - 2)}"
            yield ""
    yield f"{len(descriptions)} transforms; augcli transforms NAME describes one."


def _cut(summary: str, room: int) -> str:
    """Return a summary in at most ``room`` characters, cut at a colon if that is enough."""
    if len(summary) <= room:
        return summary
    return textwrap.shorten(re.split(r"[:;]", summary)[0], room, placeholder=" ...")


def _in_full(one: Description) -> Iterator[str]:
    def lines(text: str) -> str:
        # The marks are for docs/transforms.md, which is made from the same text.
        return textwrap.fill(text.replace("``", ""), _width(), break_on_hyphens=False)

    yield lines(f"{one.flag.removeprefix('--')} ({one.group}): {one.summary}")
    notes = [f"Note: {note}" for note in one.notes]
    sources = [f"Source: {source}" for source in one.sources]
    for paragraph in (one.helps, one.harms, *notes, *sources):
        yield f"\n{lines(paragraph)}"
    formatter = click.HelpFormatter(width=_width())
    with formatter.section("Flags"):
        formatter.write_dl(list(_flags(one)))
    yield f"\n{formatter.getvalue()}"
    yield f"Example:  {one.example}"
    yield f"Picture:  {one.picture}"


def _flags(one: Description) -> Iterator[tuple[str, str]]:
    for knob in one.knobs:
        yield f"{knob.flag} N|A,B", f"{_rule(knob, first=knob.flag == one.flag)}."
    if not one.knobs:
        yield one.flag, "Turns the transform on."
    for choice in one.choices:
        yield f"{choice.flag} {'|'.join(choice.words)}", choice.help
    for switch in one.switches:
        yield switch.flag, switch.help
    name = one.flag.removeprefix("--")
    yield f"--chance {name}=P", f"How often it is applied, 0 to 1; {one.chance:g} by default."


def _rule(knob: KnobDescription, *, first: bool) -> str:
    neutral = [] if knob.neutral is None else [f"{knob.neutral:g} changes nothing"]
    # The first knob is always typed, so its default is never used: it is only a place to start.
    default = f"a mild range is {knob.range}" if first else f"{knob.range} by default"
    return "; ".join([knob.rule, *neutral, default])
