"""Options from the environment: ``AUGCLI_EXPAND_COPIES=3`` stands for ``expand --copies 3``."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping

import click

from augcli.cli.console import note
from augcli.cli.origins import Origin


def variable(context: click.Context, option: click.Parameter) -> str:
    """Return the name of the variable for an option: that of the command and the long flag.

    click would use the name of the parameter, which may be another (``as_json``), and would take
    ``AUGCLI_VERSION`` for a flag of the program itself.
    """
    flag = max(option.opts, key=len).removeprefix("--")
    return "_".join([*context.command_path.split(), flag]).upper().replace("-", "_")


def value_of(context: click.Context, option: click.Parameter) -> str | None:
    """Return what the environment says of an option; None if that is nothing, or empty."""
    return os.environ.get(variable(context, option)) or None


def origins_in_environment(
    context: click.Context, untyped: Iterable[click.Parameter]
) -> dict[str, Origin]:
    """Return the variables that give values to options which weren't typed, by flag."""
    names = {option: variable(context, option) for option in untyped if value_of(context, option)}
    return {max(one.opts, key=len): Origin(name, f"{name}={{}}") for one, name in names.items()}


def note_variables(
    context: click.Context, options: Iterable[click.Parameter], used: Collection[str]
) -> None:
    """Note the variables in use, and those that look like one of the command and are none."""
    if used:
        note(f"from the environment: {', '.join(used)}")
    known = {variable(context, option): option for option in options}
    unknown = {name for name in os.environ if name.startswith("AUGCLI_")}.difference(known)
    for name in sorted(unknown):
        _note_unknown(name, known, context)


def _note_unknown(name: str, known: Mapping[str, click.Parameter], context: click.Context) -> None:
    from difflib import get_close_matches  # not for every start

    own = f"{'_'.join(context.command_path.split())}_".upper()
    if name.startswith(own):  # names that begin alike are near by that alone
        ends = [one.removeprefix(own) for one in known]
        end = name.removeprefix(own)
        meant = _by_meaning(end, known)
        near = [meant] if meant else [own + one for one in get_close_matches(end, ends, 2)]
        said = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"{context.info_name} has no such flag"
        )
        note(f"{name} does nothing: {said}")
    elif not _is_of_another_command(name, context):
        for one in get_close_matches(name, known, 1, 0.75):
            note(f"{name} does nothing: did you mean {one}?")


def _by_meaning(end: str, known: Mapping[str, click.Parameter]) -> str:
    """Return the variable of another name of a flag (HFLIP, N), or of a word that means one."""
    from augcli.cli.mistakes.meanings import find_flags  # not for every start

    word = end.lower().replace("_", "-")
    forms = {f"-{word}", f"--{word}", find_flags(word)}
    return next((name for name, one in known.items() if forms.intersection(one.opts)), "")


def _is_of_another_command(name: str, context: click.Context) -> bool:
    root = context.find_root()
    commands = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    return any(name.startswith(f"AUGCLI_{command.upper()}_") for command in commands)
