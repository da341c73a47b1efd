"""Walk through a typed command line: which word is a flag, a value or an argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import click


@dataclass(frozen=True)
class Word:
    """One word of a command line.

    ``option`` is the option that it names or whose value it is. It is None for an argument, and
    for a flag that the command doesn't have. ``attached`` is the value in ``--flag=value``.
    """

    text: str
    option: click.Option | None = None
    is_value: bool = False
    attached: str | None = None

    @property
    def is_argument(self) -> bool:
        """Whether it is neither a flag nor the value of one."""
        return self.option is None and not _is_flag(self.text)


def walk(context: click.Context, typed: Sequence[str]) -> Iterator[Word]:
    """Yield the words in order. After ``--`` all are arguments, and ``--`` itself is left out."""
    options = _options(context)
    words = iter(typed)
    while (text := next(words, None)) is not None:
        if text == "--":
            yield from map(Word, words)
            return
        option, attached = _named(text, options, context)
        yield Word(text, option, attached=attached)
        if option is None or attached is not None or not takes_value(option):
            continue
        if value_is_optional(option):
            ahead = next(words, None)
            if ahead is not None and not ahead.startswith("-"):
                yield Word(ahead, option, is_value=True)
            elif ahead is not None:
                words = chain([ahead], words)
            continue
        for value in (word for _, word in zip(range(option.nargs), words, strict=False)):
            yield Word(value, option, is_value=True)


def takes_value(option: click.Option) -> bool:
    """Return True if a word must follow the flag of an option."""
    return not (option.is_flag or option.count)


def value_is_optional(option: click.Option) -> bool:
    """Return True if an option may stand without its value, as ``--balance`` does."""
    return isinstance(option.flag_value, str) and not option.is_flag


def flag_of(option: click.Option) -> str:
    """Return the flag by which messages name an option: its first long one."""
    return next((flag for flag in option.opts if flag.startswith("--")), option.opts[0])


def usage(context: click.Context) -> str:
    """Return a line that is a right use of a command, as a hint."""
    examples = getattr(context.command, "examples", ())
    if examples:
        return f"for example: {examples[0]}"
    pieces = context.command.collect_usage_pieces(context)
    return f"type: {' '.join([context.command_path, *pieces])}"


def names_option(text: str, context: click.Context) -> bool:
    """Return True if a word names an option of the command, or looks like a long flag."""
    return _is_flag(text) or _named(text, _options(context), context)[0] is not None


def _is_flag(text: str) -> bool:
    return text.startswith("--") and len(text) > len("--")


def _options(context: click.Context) -> dict[str, click.Option]:
    parameters = context.command.get_params(context)
    options = [one for one in parameters if isinstance(one, click.Option)]
    return {flag: one for one in options for flag in one.opts}


def _named(
    text: str, options: dict[str, click.Option], context: click.Context
) -> tuple[click.Option | None, str | None]:
    """Return the option that a word names, and the value in the same word."""
    if _is_flag(text):
        name, equals, value = text.partition("=")
        normal = context.token_normalize_func or str
        return options.get(f"--{normal(name[2:])}"), value if equals else None
    option = options.get(text[:2]) if text.startswith("-") else None
    if option is None or len(text) == len("-o"):
        return option, None
    return (option, text[2:]) if takes_value(option) else (None, None)
