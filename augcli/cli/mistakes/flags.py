"""Say what to type instead of a flag that a command doesn't have."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click

from augcli.catalogue import catalogue
from augcli.catalogue.words import bare, similar
from augcli.cli.mistakes.examples import example, find_knob
from augcli.cli.mistakes.meanings import PATHS, find_answer, find_flags
from augcli.cli.mistakes.typed_line import flag_of, walk
from augcli.errors import BadValue, UsageProblem
from augcli.text import shell_command


def unknown_flag(name: str, context: click.Context) -> UsageProblem:
    """Return the error for a flag that the command doesn't have: by meaning, else by spelling."""
    typed = _as_typed(name, context)
    command = context.command_path
    if re.fullmatch(r"-[\d.].*", typed):
        hint = "a range stands behind its flag: for example --rotation -10,30"
        return UsageProblem(f"{typed} is neither a flag nor a file", hint)
    own = _flags_of(context.command, context)
    problem = f"{context.info_name} has no flag {typed}"
    hint = (
        _as_option(typed, own, context)
        or _negated(typed, own)
        or _plural(typed, own, context)
        or _in_other_command(typed, context)
        or _by_meaning(typed, own, context)
        or _by_spelling(typed, own, context)
        or f"see {command} --help"
    )
    return UsageProblem(problem, hint)


def _as_typed(name: str, context: click.Context) -> str:
    """Return the word of the command line in which click found a flag that it doesn't know."""
    typed = context.meta.get("typed", [])
    if not name.startswith("--"):
        for word in typed:
            # click reads -rotation as -r -o -t, and names the first that it doesn't know.
            if re.match(r"-[^-]", word) and name[1:] in word:
                return str(word).partition("=")[0]
    for word in typed:  # click has made small letters of it
        if bare(word.partition("=")[0]) == bare(name):
            return str(word).partition("=")[0]
    return name


def _flags_of(command: click.Command, context: click.Context) -> dict[str, click.Option]:
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    return {flag: one for one in options for flag in one.opts}


def _as_option(typed: str, own: dict[str, click.Option], context: click.Context) -> str:
    """Return the hint for a flag typed with one dash, or in one word with its value."""
    same = {bare(flag): one for flag, one in own.items()}
    name, _, value = typed.partition(":")
    option = same.get(bare(name))
    if option is None:
        return ""
    return f"did you mean {_shown(option, context, value or _next(typed, context))}?"


def _negated(typed: str, own: dict[str, click.Option]) -> str:
    """Return the hint for ``--no-rotation``: no flag turns another off."""
    word = typed.removeprefix("--no-")
    transform = _transform_of(word) or find_flags(word).split(" ")[0]
    if word == typed or transform not in own:
        return ""
    name = transform.removeprefix("--")
    return f"leave {transform} out; in a preset, --chance {name}=0 turns it off"


def _plural(typed: str, own: dict[str, click.Option], context: click.Context) -> str:
    """Return the hint for a flag that lacks the s of its plural: ``--image 3``."""
    option, value = own.get(f"{typed}s"), _next(typed, context)
    fits = option and value.isdecimal() and isinstance(option.type, click.IntRange)
    return f"did you mean {typed}s {value}?" if fits else ""


def _in_other_command(typed: str, context: click.Context) -> str:
    having = [one for one in _other_commands(context) if typed in _flags_of(one, context)]
    if not having:
        return ""
    match context.info_name, typed:
        case "expand", "-o" | "--output":
            hint = _as_arguments(typed, context)
        case _, "-o" | "--output" | "--data":
            hint = PATHS
        case "expand", "--class" | "--images":
            hint = _by_meaning(typed, _flags_of(context.command, context), context)
        case "preview", "-n" | "--copies":
            hint = "preview shows as many copies as its grid has places: for example --grid 5x1"
        case "help", _:
            hint = f"type: augcli help {typed.lstrip('-')}"
        case "augcli", "-v" | "-V":
            hint = "type: augcli --version"
        case "augcli", _:
            _, *arguments = having[0].collect_usage_pieces(context)
            line = " ".join(["augcli", having[0].name or "", *arguments, typed])
            hint = f"flags stand behind a command: {line}"
        case _:
            hint = f"it is a flag of {' and '.join(f'augcli {one.name}' for one in having[:2])}"
    return hint


def _as_arguments(typed: str, context: click.Context) -> str:
    """Return the hint for ``expand data -o out``, where OUT is an argument."""
    out = _next(typed, context)
    given = [one.text for one in walk(context, context.meta["typed"]) if one.is_argument]
    data = next((one for one in given if one != out), "DATA")
    return f"OUT has no flag: augcli expand {shell_command([data, out or 'OUT'])}"


def _other_commands(context: click.Context) -> Iterator[click.Command]:
    root = context.find_root()
    if isinstance(root.command, click.Group):
        for name in root.command.list_commands(root):
            command = root.command.get_command(root, name)
            if command and name != context.info_name:
                yield command


def _by_meaning(typed: str, own: dict[str, click.Option], context: click.Context) -> str:
    word = typed.lstrip("-")
    if answer := find_answer(word):
        return answer
    flags = _transform_of(word) or find_flags(word)
    if not flags:
        return ""
    first = flags.split()[0].rstrip(",")
    if first not in own:
        return _in_other_command(first, context).replace("it is a flag", f"{first} is a flag")
    if flags != first:
        return f"did you mean {flags}?"
    return f"did you mean {_shown(own[first], context, _next(typed, context))}?"


def _transform_of(word: str) -> str:
    """Return the flag of a transform as another library names it: RandomHorizontalFlip."""
    letters = bare(word).removeprefix("random").removesuffix("range")
    return next((one.flag for one in catalogue().values() if bare(one.name) == letters), "")


def _by_spelling(typed: str, own: dict[str, click.Option], context: click.Context) -> str:
    long = [flag for flag in own if flag.startswith("--") and flag != "--help-all"]
    near = similar(typed, long)
    if not near:
        return ""
    if len(near) == 1:
        return f"did you mean {_shown(own[near[0]], context, _next(typed, context))}?"
    return f"did you mean {' or '.join(near)}?"


def _next(typed: str, context: click.Context) -> str:
    """Return the value that was typed for a flag, or ""."""
    words = [part for word in context.meta.get("typed", []) for part in word.split("=", 1)]
    place = words.index(typed) + 1 if typed in words else len(words)
    return "" if place >= len(words) or words[place].startswith("--") else words[place]


def _shown(option: click.Option, context: click.Context, value: str) -> str:
    """Return the flag of an option with the value that was typed, if the option takes it."""
    flag = flag_of(option)
    if option.is_flag:
        return flag
    knob = find_knob(flag)
    try:
        taken = knob.parse(value) if knob else option.type.convert(value, None, context)
    except (BadValue, click.BadParameter):
        taken = None
    return example(option) if not value or taken is None else f"{flag} {shlex.quote(value)}"
