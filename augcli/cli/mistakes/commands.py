"""Say what to type instead of a command that augcli doesn't have."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from augcli.catalogue import catalogue
from augcli.catalogue.description import Description
from augcli.catalogue.words import bare, match_word, similar
from augcli.cli.mistakes.meanings import find_answer, find_command, find_flags
from augcli.cli.mistakes.there import is_there
from augcli.errors import UsageProblem


def unknown_command(typed: str, others: Sequence[str], commands: Sequence[str]) -> UsageProblem:
    """Return the error for a word that is no command: a path, a transform, or a near word.

    ``others`` are the words typed behind it.
    """
    if typed == "augcli":
        return UsageProblem("augcli is typed twice", f"type: {shlex.join(['augcli', *others])}")
    hint = (
        _as_path(typed, others)
        or _as_transform(typed, others)
        or _as_command(typed, others, commands)
        or find_answer(typed)
        or _as_flag(typed)
        or f"the commands are {', '.join(commands)}"
    )
    return UsageProblem(f"augcli has no command {typed!r}", hint)


def _as_path(typed: str, others: Sequence[str]) -> str:
    if not is_there(typed) and not Path(typed).suffix:
        return ""
    what = (
        "expand"
        if is_there(f"{typed}/") and others and not others[0].startswith("-")
        else "preview"
    )
    return f"did you mean {shlex.join(['augcli', what, typed, *others])}?"


def _as_transform(typed: str, others: Sequence[str]) -> str:
    letters = bare(typed).removeprefix("random")
    for one in catalogue().values():
        if letters in (bare(one.name), bare(one.short)):
            values = [other for other in others if one.knobs and _is_number(other)][:1]
            shown = " ".join(["augcli preview IMAGE", one.flag, *values])
            usual = shown if values else Description.of(one).example
            return f"it is a transform: {usual}; see augcli transforms {one.title}"
    return ""


def _as_flag(typed: str) -> str:
    flags = find_flags(typed)
    return f"it may be the flag {flags}: see augcli expand --help" if flags else ""


def _is_number(text: str) -> bool:
    return text.lstrip("+-.")[:1].isdigit()


def _as_command(typed: str, others: Sequence[str], commands: Sequence[str]) -> str:
    meant = match_word(typed, commands) or find_command(typed)
    near = [meant] if meant else similar(typed, commands)
    lines = [shlex.join(["augcli", one, *others]) for one in near]
    return f"did you mean {' or '.join(lines)}?" if lines else ""
