"""Say what to do about arguments that are too many, and about those that are missing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from augcli.catalogue.words import bare
from augcli.cli.mistakes.examples import example, find_knob, find_switched
from augcli.cli.mistakes.there import is_there
from augcli.cli.mistakes.typed_line import Word, flag_of, usage, value_is_optional, walk
from augcli.errors import BadValue, UsageProblem

_NUMBER = re.compile(r"[\[({]?\s*[+\-\u2212]?(\d+\.?\d*|\.\d+)[\w%°]*,?\s*[\])}]?,?", re.ASCII)
_LONG_DASH = re.compile("[\u2010-\u2015\u2212]-?([a-z].*)", re.IGNORECASE)
_JOINED = {"--size": "x", "--grid": "x", "--fill-value": ",", "--chance": "="}
_UNITS = ("%", "px", "°", "deg", "degrees", "percent")
_YES_OR_NO = ("true", "false", "yes", "no", "on", "off", "1", "0")


def refuse_split_values(context: click.Context, typed: Sequence[str]) -> None:
    """Refuse a number behind the value of a flag, such as ``--rotation -200 200``.

    It would be taken for an argument: ``expand data --brightness 0.2 1.0`` would write to 1.0.

    Raises:
        UsageProblem: such a number is there, and no file has its name.
    """
    words = list(walk(context, typed))
    for place, word in enumerate(words[:-1]):
        flag = flag_of(word.option) if word.option else ""
        if flag not in _JOINED and find_knob(flag) is None:
            continue
        run = [word.attached or word.text]
        for other in words[place + 1 :]:
            if not other.is_argument or not _is_number(other.text):
                break
            run.append(other.text)
        begun = word.is_value or word.attached is not None
        begun = begun and (_is_number(run[0]) or (flag == "--chance" and "=" not in run[0]))
        if begun and len(run) > 1 and not any(is_there(text) for text in run[1:]):
            problem = f"{flag} takes one value, not {' '.join(run)}"
            raise UsageProblem(problem, f"write {_joined(flag, run)}")


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _joined(flag: str, texts: Sequence[str]) -> str:
    plain = [text.strip("[](){}, ") for text in texts]
    joined = _JOINED.get(flag, ",").join(plain)
    knob = find_knob(flag)
    try:
        taken = knob.parse(joined) if knob else True
    except BadValue:
        taken = None
    return f"{flag} {joined}" if taken else f"{flag} {knob.examples[1] if knob else ''}"


def too_many(context: click.Context, rest: Sequence[str]) -> UsageProblem:
    """Return the error for arguments that a command has no place for."""
    words = list(walk(context, context.meta["typed"]))
    given = [word.text for word in words if word.is_argument]
    return (
        _long_dash(rest)
        or _value_of_switch(words)
        or _flag_without_dashes(context, rest, words)
        or _split_path(context, given)
        or _glob(context, given, rest)
        or _class_of(context, given)
        or _library(context, rest)
        or _file_of_figure(context, rest)
        or _unit_apart(words, rest)
        or _plainly(context, rest)
    )


def _long_dash(rest: Sequence[str]) -> UsageProblem | None:
    for text in rest:
        if found := _LONG_DASH.fullmatch(text):
            hint = f"type two short dashes: --{found[1]}"
            return UsageProblem(f"{text} begins with a long dash", hint)
    return None


def _value_of_switch(words: Sequence[Word]) -> UsageProblem | None:
    for word, other in pairwise(words):
        is_value = other.text.lower() in _YES_OR_NO or _is_number(other.text)
        if word.option and word.option.is_flag and other.is_argument and is_value:
            return _switch_with_value(word.option, other.text)
    return None


def refuse_values_of_switches(context: click.Context, typed: Sequence[str]) -> None:
    """Refuse ``--flag=value`` where the flag takes no value. Raises UsageProblem."""
    for word in walk(context, typed):
        if word.option and word.option.is_flag and word.attached is not None:
            raise _switch_with_value(word.option, word.attached)


def _switch_with_value(option: click.Option, value: str) -> UsageProblem:
    flag = flag_of(option)
    problem = f"{flag} takes no value, such as {value}"
    transform = find_switched(flag)
    if value.lower() in ("false", "no", "off", "0"):
        return UsageProblem(problem, f"leave {flag} out, and it is off")
    if transform and _is_number(value):
        chance = f"{flag} --chance {transform.title}={value}"
        return UsageProblem(problem, f"if {value} is a chance, type: {chance}")
    return UsageProblem(problem, f"{flag} alone turns it on")


def _flag_without_dashes(
    context: click.Context, rest: Sequence[str], words: Sequence[Word]
) -> UsageProblem | None:
    options = [one for one in context.command.get_params(context) if isinstance(one, click.Option)]
    named = {bare(flag): one for one in options for flag in one.opts if flag.startswith("--")}
    given = [word.text for word in words if word.is_argument]
    for text in given:
        name, equals, value = text.partition("=")
        option = named.get(bare(name))
        if option is None or is_there(text):
            continue
        behind = given[given.index(text) + 1 :]
        value = value if equals else next((one for one in behind if one in rest), "")
        shown = f"{flag_of(option)} {value}" if value and not option.is_flag else flag_of(option)
        shown = shown if value or option.is_flag else example(option)
        return UsageProblem(f"{text} has no dashes", f"did you mean {shown}?")
    return None


def _split_path(context: click.Context, given: Sequence[str]) -> UsageProblem | None:
    for first in range(len(given)):
        for last in range(len(given), first + 1, -1):
            together = " ".join(given[first:last])
            if is_there(together):
                args = [*given[:first], together, *given[last:]]
                hint = f"put it in quotes: {context.command_path} " + " ".join(map(_quoted, args))
                return UsageProblem(f"the name {together!r} has spaces", hint)
    return None


def _class_of(context: click.Context, given: Sequence[str]) -> UsageProblem | None:
    """Explain ``preview data hat``, where hat is a class of data."""
    if context.info_name != "preview" or len(given) != 2 or not is_there("/".join(given)):
        return None
    hint = f"type: augcli preview {_quoted(given[0])} --class {_quoted(given[1])}"
    return UsageProblem(f"{given[1]} is a class of {given[0]}, not an image", hint)


def _library(context: click.Context, rest: Sequence[str]) -> UsageProblem | None:
    """Explain ``export torchvision``."""
    option = next((one for one in context.command.params if one.name == "target"), None)
    if option is None or not isinstance(option.type, click.Choice):
        return None
    for text in rest:
        if text.lower() in option.type.choices:
            hint = f"type: {context.command_path} --to {text.lower()}"
            return UsageProblem(f"{text} is given by --to", hint)
    return None


def _file_of_figure(context: click.Context, rest: Sequence[str]) -> UsageProblem | None:
    """Explain ``--sweep -o x.png``, where -o was taken for the value of --sweep."""
    words = list(walk(context, context.meta["typed"]))
    for word, behind in pairwise(words):
        if word.is_value and word.text in ("-o", "--output") and behind.text in rest:
            flag = flag_of(word.option) if word.option else ""
            return UsageProblem(
                f"{flag} needs a value", f"type {flag} VALUE {word.text} {behind.text}"
            )
    return None


def _unit_apart(words: Sequence[Word], rest: Sequence[str]) -> UsageProblem | None:
    """Explain ``--width-shift 10 %``."""
    for word, behind in pairwise(words):
        if word.is_value and behind.text in rest and behind.text in _UNITS and word.option:
            hint = f"write {flag_of(word.option)} {word.text}{behind.text}"
            return UsageProblem(f"{behind.text} stands apart from its number", hint)
    return None


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else shlex.quote(text)


def _glob(context: click.Context, given: Sequence[str], rest: Sequence[str]) -> UsageProblem | None:
    """Explain files or folders of one place, which a shell makes of ``data/hat/*.jpg``."""
    there = [Path(text) for text in given if is_there(text)]
    places = {path.parent for path in there}
    if len(there) < 2 or len(places) > 1:
        return None
    dataset = places.pop()
    if there[0].is_file():
        dataset = dataset.parent if dataset.name else Path("..")
    if context.info_name == "preview":
        problem = f"preview takes one image, not {len(there)}"
        one, all_of_them = _quoted(str(there[0])), _quoted(str(dataset))
        return UsageProblem(problem, f"give one, such as {one}, or the dataset: {all_of_them}")
    if context.info_name == "expand" and rest:
        problem = f"DATA is one folder, not {len(there)} files or folders"
        out = given[-1] if not is_there(given[-1]) else "out"
        return UsageProblem(problem, f"type: augcli expand {_quoted(str(dataset))} {_quoted(out)}")
    return None


def _plainly(context: click.Context, rest: Sequence[str]) -> UsageProblem:
    problem = f"{context.info_name} has no place for {' '.join(rest)}"
    return UsageProblem(problem, f"{usage(context)}; names with spaces need quotes")


def missing_argument(context: click.Context, first: click.Argument) -> UsageProblem:
    """Return the error for a command without an argument; those after it are missing too."""
    parameters = context.command.get_params(context)
    later = parameters[parameters.index(first) :]
    arguments = [one for one in later if isinstance(one, click.Argument) and one.required]
    needs = f"{context.info_name} needs {' and '.join(map(_name, arguments))}"
    for word in walk(context, context.meta["typed"]):
        if word.is_value and word.option and value_is_optional(word.option):
            flag = flag_of(word.option)
            problem = f"{flag} takes {word.text} for its value, and {needs}"
            return UsageProblem(problem, f"type {flag}={word.option.flag_value} {word.text}")
    return UsageProblem(needs, usage(context))


def missing_option(context: click.Context, option: click.Option) -> UsageProblem:
    """Return the error for a command without an option that it can't do without."""
    return UsageProblem(f"{context.info_name} needs {example(option)}", usage(context))


def _name(argument: click.Argument) -> str:
    return argument.metavar or (argument.name or "").upper()
