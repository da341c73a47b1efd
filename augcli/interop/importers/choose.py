"""Choose one of the generators in some code."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterator, Sequence

from augcli.config.flags import as_command_line
from augcli.errors import UsageProblem
from augcli.interop.importers.code.calls import FoundCalls, find_calls
from augcli.interop.importers.keras import NAME, ORDER, SIMILAR, Imported, read_call

_MOST_SHOWN = 20
_MOST_CHOICES = 5


def import_generator(code: bytes, which: int | None = None) -> Imported:
    """Return the pipeline of a call of ``ImageDataGenerator`` in a script or notebook.

    ``which`` counts the calls from 1. None means the only call that augments, or one of several
    that augment alike.

    Raises:
        UsageProblem: the code can't be read, has no such call, or has several that augment
            differently; or the call has no augmentation that can be read.
    """
    found = find_calls(code, NAME, ORDER, SIMILAR)
    if not found.calls:
        raise _no_call(found)
    calls = [read_call(call) for call in found.calls]
    if which is None:
        return _with_what_is_around(_only(calls), calls, found)
    if which > len(calls):
        problem = f"--call {which}: the code calls {NAME} {_times(len(calls))}"
        raise UsageProblem(problem, "the first call is --call 1")
    chosen = calls[which - 1]
    if not _augments(chosen):
        raise _nothing(f"the {NAME} on {chosen.where}", chosen)
    return chosen


def _no_call(found: FoundCalls) -> UsageProblem:
    if found.others:
        names = dict.fromkeys(f"{name} ({where})" for where, name in found.others[:_MOST_SHOWN])
        problem = f"the code has no call of {NAME}, but {', '.join(names)}"
        return UsageProblem(problem, f"augcli reads {NAME} alone; `augcli transforms` lists flags")
    return UsageProblem(
        f"the code has no call of {NAME}", f"for example: augcli import '{NAME}(zoom_range=0.2)'"
    )


def _only(calls: Sequence[Imported]) -> Imported:
    alike: dict[object, list[int]] = {}
    for count, call in enumerate(calls, 1):
        if _augments(call):
            what = _flags(call), tuple(text for _, text in call.left_out)
            alike.setdefault(what, []).append(count)
    if not alike:
        raise _nothing(f"no {NAME} of the code", max(calls, key=lambda call: len(call.left_out)))
    choices = list(alike.values())
    if len(choices) > 1:
        listed = [_choice(numbers, calls) for numbers in choices[:_MOST_CHOICES]]
        more = len(choices) - _MOST_CHOICES
        listed += [f"or one of {more} more"] if more > 0 else []
        problem = f"the code calls {NAME} {_times(len(calls))}, {_places(calls)}"
        raise UsageProblem(problem, f"choose one: {'; '.join(listed)}")
    return calls[choices[0][0] - 1]


def _choice(numbers: Sequence[int], calls: Sequence[Imported]) -> str:
    first = calls[numbers[0] - 1]
    others = "".join(f" and {calls[number - 1].where}" for number in numbers[1:_MOST_CHOICES])
    partly = " (partly read)" if first.left_out else ""
    return f"--call {numbers[0]} ({first.where}{others}) is {_flags(first):.200}{partly}"


def _flags(call: Imported) -> str:
    return shlex.join(as_command_line(call.file) or [])


def _augments(call: Imported) -> bool:
    return bool(call.file.pipeline.stages)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _places(calls: Sequence[Imported]) -> str:
    places = [call.where for call in calls[:_MOST_SHOWN]]
    if places[0].startswith("cell"):
        return f"in {'; '.join(places)}"
    return f"on lines {', '.join(place.removeprefix('line ') for place in places)}"


def _nothing(what: str, call: Imported) -> UsageProblem:
    if call.left_out:
        reasons = "; ".join(f"{where}: {text}" for where, text in call.left_out)
        return UsageProblem(
            f"{what} has an augmentation that can be read: {reasons[:300]}",
            "write numbers in the call, such as rotation_range=20",
        )
    why = "; ".join(call.remarks) or "its arguments change nothing"
    hint = "there is nothing to take over: `augcli preview IMAGE` shows what there is to choose"
    return UsageProblem(f"{what} has an augmentation: {why[:300]}", hint)


def _with_what_is_around(
    chosen: Imported, calls: Sequence[Imported], found: FoundCalls
) -> Imported:
    """Return a call that was chosen without being asked for, and what else may augment."""
    left_out = [*chosen.left_out]
    for call in calls:
        if call.left_out and not _augments(call):
            texts = "; ".join(text for _, text in call.left_out)
            left_out.append((call.where, f"another {NAME}: {texts[:300]}"))
    left_out += [
        (where, f"{name}() augments too; augcli reads {NAME} alone") for where, name in found.others
    ]
    left_out += [(where, f"is no Python: {text}") for where, text in found.dropped]
    return dataclasses.replace(
        chosen,
        left_out=tuple(dict.fromkeys(left_out)),
        remarks=(*chosen.remarks, *_sizes(found)),
    )


def _sizes(found: FoundCalls) -> Iterator[str]:
    """Yield a remark for each size to which the code resizes pictures."""
    for height, width in dict.fromkeys(size for _, size in found.sizes):
        if type(height) is int and type(width) is int:
            yield (
                f"the code resizes to {height} rows and {width} columns: add "
                f"--size {width}x{height} to expand or preview"
            )
