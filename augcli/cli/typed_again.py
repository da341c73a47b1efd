"""Write the command that was typed as one to type again, fit to be shown to others."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath
from typing import Any

import click

from augcli.text import shell_command


def typed_again(context: click.Context, without: Collection[str]) -> str:
    """Return the command line for a shell of POSIX, without some options and absolute paths.

    ``without`` has the parameters of the options to leave out. Paths outside the current folder
    are written relative to it; those that share no folder with it keep their last parts.
    """
    typed = list(context.meta["typed"])
    values, _, order = context.command.make_parser(context).parse_args(typed)
    options: list[str] = []
    arguments: list[str] = []
    used: dict[str, Iterator[Any]] = {}
    for parameter in order:
        name = str(parameter.name)
        if name in without:
            continue
        value = values[name]
        if parameter.multiple:
            value = next(used.setdefault(name, iter(value)))
        if isinstance(parameter, click.Argument):
            arguments.append(_without_folders(str(value)))
        elif isinstance(parameter, click.Option):
            options += _written(parameter, value)
    if any(one.startswith("-") and one != "-" for one in arguments):
        arguments, options = [], [*options, "--", *arguments]
    return shell_command([*_names(context), *arguments, *options])


def _names(context: click.Context) -> list[str]:
    return ["augcli", str(context.command.name)]


def _written(option: click.Option, value: Any) -> list[str]:
    name = next((one for one in option.opts if one.startswith("--")), option.opts[0])
    if option.is_flag:
        return [name if value else option.secondary_opts[0]]
    values = value if isinstance(value, tuple) else (value,)
    return [name, *(_without_folders(str(one)) for one in values)]


def _without_folders(word: str) -> str:
    """Return a word as it is, an absolute path by where it is from here."""
    if not os.path.isabs(word):  # noqa: PTH117, a word need not be a path
        return word
    here, path = Path.cwd(), PurePath(os.path.normpath(word))
    try:
        shared = Path(os.path.commonpath([here, path]))
    except ValueError:  # another drive of Windows
        shared = Path(path.anchor)
    if shared != Path(shared.anchor):
        return os.path.relpath(path, here)
    return str(PurePath(*path.parts[1:][-2:]))
