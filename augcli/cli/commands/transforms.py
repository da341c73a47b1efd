"""``augcli transforms``: list all transforms, or describe one."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterator

import click

from augcli.catalogue import GROUPS, catalogue, find
from augcli.catalogue.description import Card, KnobCard
from augcli.cli.command import Command, option
from augcli.cli.complete_values import transform_names

_RUN = "Run"
_WIDEST = 100  # longer lines are tiring to read


@click.command("transforms", cls=Command)
@click.argument("name", required=False, shell_complete=transform_names)
@option(_RUN, "--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(name: str | None, as_json: bool) -> None:
    """List all transforms, or describe the one called NAME.

    NAME is a transform's flag without the leading dashes, such as horizontal-flip. With --json,
    the result is one object: the transform itself, or without NAME the list "transforms".

    Exit codes: 0 printed, 2 no transform has that name.
    """
    if name is not None:
        card = Card.of(find(name))
        result, lines = card.as_json(), _in_full(card)
    else:
        cards = [Card.of(one) for one in catalogue().values()]
        result, lines = {"transforms": [card.as_json() for card in cards]}, _listed(cards)
    click.echo(json.dumps(result, indent=2) if as_json else "\n".join(lines))


def _width() -> int:
    return max(40, min(_WIDEST, shutil.get_terminal_size().columns))


def _listed(cards: list[Card]) -> Iterator[str]:
    column = max(len(card.flag) for card in cards) + 2
    for group in GROUPS:
        members = [card for card in cards if card.group == group]
        if members:
            yield f"{group.capitalize()}:"
            for card in members:
                yield f"  {card.flag:<{column}}{_cut(card.summary, _width() - column - 2)}"
            yield ""
    yield f"{len(cards)} transforms; augcli transforms NAME describes one."


def _cut(summary: str, room: int) -> str:
    """Return a summary in at most ``room`` characters, cut at a colon if that is enough."""
    if len(summary) <= room:
        return summary
    return textwrap.shorten(re.split(r"[:;]", summary)[0], room, placeholder=" ...")


def _in_full(card: Card) -> Iterator[str]:
    def lines(text: str) -> str:
        # The marks are for docs/transforms.md, which is made from the same text.
        return textwrap.fill(text.replace("``", ""), _width(), break_on_hyphens=False)

    yield lines(f"{card.name.replace('_', '-')} ({card.group}): {card.summary}")
    notes = [f"Note: {note}" for note in card.notes]
    sources = [f"Source: {source}" for source in card.sources]
    for paragraph in (card.helps, card.harms, *notes, *sources):
        yield f"\n{lines(paragraph)}"
    formatter = click.HelpFormatter(width=_width())
    with formatter.section("Flags"):
        formatter.write_dl(list(_flags(card)))
    yield f"\n{formatter.getvalue()}"
    yield f"Example:  {card.example}"
    yield f"Picture:  {card.picture}"


def _flags(card: Card) -> Iterator[tuple[str, str]]:
    for knob in card.knobs:
        yield f"{knob.flag} N|A,B", f"{_rule(knob, first=knob.flag == card.flag)}."
    if not card.knobs:
        yield card.flag, "Turns the transform on."
    for switch in card.switches:
        yield switch.flag, switch.help
    name = card.flag.removeprefix("--")
    yield f"--chance {name}=P", f"How often it is applied, 0 to 1; {card.chance:g} by default."


def _rule(knob: KnobCard, *, first: bool) -> str:
    neutral = [] if knob.neutral is None else [f"{knob.neutral:g} changes nothing"]
    # The first knob is always typed, so its default is never used: it is only a place to start.
    default = f"a mild range is {knob.range}" if first else f"{knob.range} by default"
    return "; ".join([knob.rule, *neutral, default])
